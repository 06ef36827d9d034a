import { Migration } from '@mikro-orm/migrations';
import { applyRules, type TableRules, undoRules } from './steps/table-rules.ts';

// Of the installation: breakers are, and so are the operators who give orders about them.
const rules: TableRules = { grants: { breaker_order: 'select, insert' }, appendOnly: ['breaker_order'] };

export class Migration20261121214500_breaker_trail extends Migration {
  override name = 'Migration20261121214500_breaker_trail';

  override up(): void {
    this.addSql(
      `create table "breaker_order" ("id" uuid not null default uuidv7(), "name" text not null, "forced" text null, "reason" text null, "operator_id" uuid not null, "at" timestamptz(6) not null default clock_timestamp(), primary key ("id"));`,
    );
    this.addSql(`create index "breaker_order_name" on "breaker_order" ("name", "id");`);
    this.addSql(
      `alter table "breaker_order" add constraint "breaker_order_forced_check" check ("forced" in ('open', 'closed'));`,
    );
    for (const sql of applyRules(rules)) this.addSql(sql);
  }

  override down(): void {
    for (const sql of undoRules(rules)) this.addSql(sql);
    this.addSql(`drop table "breaker_order";`);
  }
}
