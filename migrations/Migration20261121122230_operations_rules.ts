import { Migration } from '@mikro-orm/migrations';
import { applyRules, type TableRules, undoRules } from './steps/table-rules.ts';

// Tables of the installation: no organization, no row-level security, and operations for operators alone.
const rules: TableRules = {
  grants: {
    breaker_override: 'select, insert, update, delete',
    breaker_report: 'select, insert, update, delete',
    service_instance: 'select, insert, update',
    trace_span: 'select, insert',
  },
};

export class Migration20261121122230_operations_rules extends Migration {
  override name = 'Migration20261121122230_operations_rules';

  override up(): void {
    for (const sql of applyRules(rules)) this.addSql(sql);
  }

  override down(): void {
    for (const sql of undoRules(rules)) this.addSql(sql);
  }
}
