import { Migration } from '@mikro-orm/migrations';
import { applyRules, type TableRules, undoRules } from './steps/table-rules.ts';

const rules: TableRules = {
  ofOrganization: ['org_data_key', 'provider_key', 'audit_entry'],
  foreignKeys: [
    ['provider_key', 'created_by', 'user'],
    ['provider_key_usage', 'provider_key_id', 'provider_key'],
  ],
  grants: {
    org_data_key: 'select, insert, update',
    provider_key: 'select, insert, update',
    provider_key_usage: 'select, insert, update',
    audit_entry: 'select, insert',
  },
  appendOnly: ['audit_entry'],
};

export class Migration20261121122210_secrets_and_audit_rules extends Migration {
  override name = 'Migration20261121122210_secrets_and_audit_rules';

  override up(): void {
    for (const sql of applyRules(rules)) this.addSql(sql);
  }

  override down(): void {
    for (const sql of undoRules(rules)) this.addSql(sql);
  }
}
