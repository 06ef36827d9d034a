import { Migration } from '@mikro-orm/migrations';

const all = 'select, insert, update, delete';
const noDelete = 'select, insert, update';

// What app_user may do, table by table. Nothing is ever deleted that a later question could be about, append-only
// tables take INSERT alone, and attempt_event is written by its trigger only.
const grants: Readonly<Record<string, string>> = {
  organization: 'select, update',
  user: all,
  contact: all,
  contact_pii: all,
  call_list: all,
  call_list_member: all,
  contact_import: noDelete,
  contact_import_row: 'select, insert',
  flow: noDelete,
  flow_draft: all,
  flow_version: 'select, insert',
  carrier_account: noDelete,
  phone_number: all,
  campaign: all,
  campaign_control: noDelete,
  campaign_counter: noDelete,
  campaign_contact: noDelete,
  call_attempt: noDelete,
  attempt_event: 'select',
  call: noDelete,
  call_leg: noDelete,
  dial_decision: 'select, insert',
  suppression: 'select, insert',
  webhook_inbox: noDelete,
  outbox: 'select, insert',
  incident: noDelete,
  idempotency_key: all,
  rule_clock: 'select',
};

// Rows that every dial or webhook updates: free room on the page keeps their updates off the indexes, and vacuum
// comes by count, since a share of one row never amounts to anything.
const storage: Readonly<Record<string, string>> = {
  campaign_counter: 'fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0',
  carrier_account: 'fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0',
  campaign_contact: 'fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05',
  call_attempt: 'fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05',
  call: 'fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05',
  outbox: 'fillfactor = 70, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.02',
};

export class Migration20261121091800_grants_and_storage extends Migration {
  override name = 'Migration20261121091800_grants_and_storage';

  override up(): void {
    for (const [table, rights] of Object.entries(grants))
      this.addSql(`grant ${rights} on "${table}" to app_user`);
    for (const [table, settings] of Object.entries(storage))
      this.addSql(`alter table "${table}" set (${settings})`);
    this.addSql(`
      create function notify_outbox() returns trigger language plpgsql as $$
      begin
        perform pg_notify('outbox', '');
        return null;
      end
      $$`);
    this.addSql('revoke all on function notify_outbox() from public');
    this.addSql(`create trigger outbox_notify after insert on outbox
      for each statement execute function notify_outbox()`);
  }

  override down(): void {
    this.addSql('drop trigger outbox_notify on outbox');
    this.addSql('drop function notify_outbox()');
    for (const [table, settings] of Object.entries(storage)) {
      const names = settings.replaceAll(/ = [\d.]+/g, '');
      this.addSql(`alter table "${table}" reset (${names})`);
    }
    for (const table of Object.keys(grants)) this.addSql(`revoke all on "${table}" from app_user`);
  }
}
