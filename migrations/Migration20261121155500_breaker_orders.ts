import { Migration } from '@mikro-orm/migrations';
import { createDefinerFunction, type DefinerFunction } from './steps/migration-steps.ts';

const trim: DefinerFunction = {
  // Keeps the span store at its size, oldest first. A trace in the middle of it loses its beginning.
  signature: 'trim_trace_spans(int)',
  grantees: 'app_system',
  definition: `
    create function trim_trace_spans(most_rows int) returns bigint
    volatile as $$
      with gone as (
        delete from trace_span x
         where (x.started_at, x.trace_id, x.span_id) <= (
               select t.started_at, t.trace_id, t.span_id from trace_span t
                order by t.started_at desc, t.trace_id desc, t.span_id desc offset most_rows limit 1)
        returning 1
      )
      select count(*) from gone
    $$`,
};

export class Migration20261121155500_breaker_orders extends Migration {
  override name = 'Migration20261121155500_breaker_orders';

  override up(): void {
    // Null lets a breaker begin anew: a reset that every process sees, by its time.
    this.addSql(`alter table "breaker_override" alter column "forced" drop not null;`);
    for (const sql of createDefinerFunction(trim)) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop function ${trim.signature}`);
    this.addSql(`delete from "breaker_override" where "forced" is null;`);
    this.addSql(`alter table "breaker_override" alter column "forced" set not null;`);
  }
}
