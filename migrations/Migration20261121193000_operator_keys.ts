import { Migration } from '@mikro-orm/migrations';
import { applyRules, type TableRules, undoRules } from './steps/table-rules.ts';

// Of the installation: who runs it belongs to no organization, and so do the answers that their keys stand for.
const rules: TableRules = { grants: { operator_idempotency_key: 'select, insert, update, delete' } };

export class Migration20261121193000_operator_keys extends Migration {
  override name = 'Migration20261121193000_operator_keys';

  override up(): void {
    this.addSql(
      `create table "operator_idempotency_key" ("operator_id" uuid not null, "key" text not null, "method_path" text not null, "body_hash" text not null, "status" int null, "response" jsonb null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("operator_id", "key"));`,
    );
    for (const sql of applyRules(rules)) this.addSql(sql);
  }

  override down(): void {
    for (const sql of undoRules(rules)) this.addSql(sql);
    this.addSql(`drop table "operator_idempotency_key";`);
  }
}
