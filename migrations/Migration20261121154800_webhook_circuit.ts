import { Migration } from '@mikro-orm/migrations';
import { createDefinerFunction, type DefinerFunction } from './steps/migration-steps.ts';

/** An endpoint that may be called now, and the tries that are left to its own run. */
const isOpen = `e.state = 'enabled' and e.deleted_at is null`;

const functions: readonly DefinerFunction[] = [
  {
    // Whom the jobs process makes first tries to; an endpoint that is down is left to its run.
    signature: 'due_webhook_endpoints(int)',
    grantees: 'app_system',
    definition: `
      create function due_webhook_endpoints(n int) returns table (org_id uuid, endpoint_id uuid)
      stable as $$
        select e.org_id, e.id
          from webhook_endpoint e
         cross join lateral (
               select d.next_try_at from webhook_delivery d
                where d.org_id = e.org_id and d.endpoint_id = e.id and d.state = 'pending' and d.tries = 0
                  and d.next_try_at <= statement_timestamp()
                order by d.next_try_at limit 1) due
         where ${isOpen} and e.retry_at is null
         order by due.next_try_at
         limit n
      $$`,
  },
  {
    // Endpoints whose run should have made a try before that moment; 'infinity' is every endpoint that needs a run.
    signature: 'stalled_webhook_endpoints(timestamptz, int)',
    grantees: 'app_system',
    definition: `
      create function stalled_webhook_endpoints(due_before timestamptz, n int)
      returns table (org_id uuid, endpoint_id uuid)
      stable as $$
        select e.org_id, e.id
          from webhook_endpoint e
         cross join lateral (
               select d.next_try_at from webhook_delivery d
                where d.org_id = e.org_id and d.endpoint_id = e.id and d.state = 'pending'
                  and (d.tries > 0 or e.retry_at is not null)
                order by d.next_try_at limit 1) due
         where ${isOpen} and greatest(due.next_try_at, e.retry_at) < due_before
         order by due.next_try_at
         limit n
      $$`,
  },
];

const claimByDelivery: DefinerFunction = {
  signature: 'claim_webhook_deliveries(int, double precision)',
  grantees: 'app_system',
  definition: `
    create function claim_webhook_deliveries(n int, lease_seconds double precision)
    returns table (org_id uuid, delivery_id uuid, endpoint_id uuid, tries int)
    volatile as $$
      with due as materialized (
        select d.org_id, d.id
          from webhook_delivery d
          join webhook_endpoint e on e.org_id = d.org_id and e.id = d.endpoint_id
         where d.state = 'pending' and d.next_try_at <= statement_timestamp()
           and e.state = 'enabled' and e.deleted_at is null
         order by d.next_try_at
         limit n
           for update of d skip locked
      )
      update webhook_delivery d
         set next_try_at = clock_timestamp() + make_interval(secs => lease_seconds)
        from due where d.org_id = due.org_id and d.id = due.id
      returning d.org_id, d.id, d.endpoint_id, d.tries
    $$`,
};

export class Migration20261121154800_webhook_circuit extends Migration {
  override name = 'Migration20261121154800_webhook_circuit';

  override up(): void {
    this.addSql(
      `alter table "webhook_endpoint" add column "failing_since" timestamptz(6) null, add column "failures" int not null default 0, add column "retry_at" timestamptz(6) null;`,
    );
    this.addSql(
      `alter table "webhook_endpoint" add constraint "webhook_endpoint_failures_check" check (failures >= 0);`,
    );
    // Work is shared out by endpoint, and its deliveries are claimed inside their organization.
    this.addSql(`drop function ${claimByDelivery.signature}`);
    this.addSql(`drop index "webhook_delivery_due";`);
    for (const sql of functions.flatMap(createDefinerFunction)) this.addSql(sql);
  }

  override down(): void {
    for (const { signature } of functions) this.addSql(`drop function ${signature}`);
    this.addSql(
      `create index "webhook_delivery_due" on "webhook_delivery" ("next_try_at") where state = 'pending';`,
    );
    for (const sql of createDefinerFunction(claimByDelivery)) this.addSql(sql);
    this.addSql(
      `alter table "webhook_endpoint" drop column "failing_since", drop column "failures", drop column "retry_at";`,
    );
  }
}
