import { Migration } from '@mikro-orm/migrations';

type ForeignKey = readonly [table: string, column: string, parent: string, onDelete?: 'cascade'];

// Each is (org_id, column) → parent (org_id, id): foreign keys are checked without row-level security, so the
// organization has to be part of them. Hot tables hang on the organization through their parents only, which spares
// its one row a lock for every webhook.
const foreignKeys: readonly ForeignKey[] = [
  ['contact_pii', 'contact_id', 'contact', 'cascade'],
  ['contact', 'import_id', 'contact_import'],
  ['call_list_member', 'call_list_id', 'call_list', 'cascade'],
  ['call_list_member', 'contact_id', 'contact', 'cascade'],
  ['contact_import', 'call_list_id', 'call_list'],
  ['contact_import', 'created_by', 'user'],
  ['contact_import_row', 'import_id', 'contact_import', 'cascade'],
  ['flow', 'live_version_id', 'flow_version'],
  ['flow_draft', 'flow_id', 'flow', 'cascade'],
  ['flow_version', 'flow_id', 'flow'],
  ['flow_version', 'published_by', 'user'],
  ['phone_number', 'carrier_account_id', 'carrier_account'],
  ['phone_number', 'flow_id', 'flow'],
  ['campaign', 'call_list_id', 'call_list'],
  ['campaign', 'flow_id', 'flow'],
  ['campaign', 'flow_version_id', 'flow_version'],
  ['campaign', 'phone_number_id', 'phone_number'],
  ['campaign', 'created_by', 'user'],
  ['campaign_control', 'campaign_id', 'campaign', 'cascade'],
  ['campaign_counter', 'campaign_id', 'campaign', 'cascade'],
  ['campaign_contact', 'campaign_id', 'campaign'],
  ['campaign_contact', 'contact_id', 'contact'],
  ['campaign_contact', 'attempt_id', 'call_attempt'],
  ['call_attempt', 'campaign_id', 'campaign'],
  ['call_attempt', 'contact_id', 'contact'],
  ['call_attempt', 'carrier_account_id', 'carrier_account'],
  ['call_attempt', 'decision_id', 'dial_decision'],
  ['call_attempt', 'flow_version_id', 'flow_version'],
  ['attempt_event', 'attempt_id', 'call_attempt'],
  ['call', 'attempt_id', 'call_attempt'],
  ['call', 'campaign_id', 'campaign'],
  ['call', 'contact_id', 'contact'],
  ['call', 'flow_version_id', 'flow_version'],
  ['call_leg', 'call_id', 'call'],
  ['dial_decision', 'campaign_id', 'campaign'],
  ['dial_decision', 'contact_id', 'contact'],
  ['dial_decision', 'attempt_id', 'call_attempt'],
  ['webhook_inbox', 'attempt_id', 'call_attempt'],
  ['incident', 'attempt_id', 'call_attempt'],
];

const ofOrganization = [
  'user',
  'contact',
  'call_list',
  'flow',
  'carrier_account',
  'suppression',
  'incident',
  'idempotency_key',
];

export class Migration20261121091300_foreign_keys extends Migration {
  override name = 'Migration20261121091300_foreign_keys';

  override up(): void {
    for (const table of ofOrganization) {
      this.addSql(`alter table "${table}" add constraint "${table}_org_id_fkey"
        foreign key (org_id) references organization (id)`);
    }
    for (const [table, column, parent, onDelete] of foreignKeys) {
      this.addSql(`alter table "${table}" add constraint "${table}_${column}_fkey"
        foreign key (org_id, ${column}) references "${parent}" (org_id, id) on delete ${onDelete ?? 'no action'}`);
    }
  }

  override down(): void {
    for (const [table, column] of foreignKeys) {
      this.addSql(`alter table "${table}" drop constraint "${table}_${column}_fkey"`);
    }
    for (const table of ofOrganization) {
      this.addSql(`alter table "${table}" drop constraint "${table}_org_id_fkey"`);
    }
  }
}
