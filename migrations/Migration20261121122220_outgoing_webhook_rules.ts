import { Migration } from '@mikro-orm/migrations';
import { applyRules, type TableRules, undoRules } from './steps/table-rules.ts';

const rules: TableRules = {
  ofOrganization: ['webhook_endpoint'],
  foreignKeys: [
    ['webhook_endpoint', 'created_by', 'user'],
    ['webhook_delivery', 'endpoint_id', 'webhook_endpoint'],
    ['webhook_delivery', 'event_id', 'webhook_event'],
    ['webhook_delivery', 'replay_of', 'webhook_delivery'],
    ['webhook_delivery_attempt', 'delivery_id', 'webhook_delivery', 'cascade'],
    ['notification', 'user_id', 'user', 'cascade'],
  ],
  grants: {
    webhook_endpoint: 'select, insert, update',
    webhook_event: 'select, insert',
    webhook_delivery: 'select, insert, update',
    webhook_delivery_attempt: 'select, insert',
    notification: 'select, insert, update',
  },
  neverUpdated: ['webhook_event', 'webhook_delivery_attempt'],
  definerGrants: { webhook_endpoint: 'select', webhook_delivery: 'select, update' },
  functions: [
    {
      // Hides what it returns for the lease; `tries` is raised by who makes the try, with its row of attempts.
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
    },
  ],
};

export class Migration20261121122220_outgoing_webhook_rules extends Migration {
  override name = 'Migration20261121122220_outgoing_webhook_rules';

  override up(): void {
    for (const sql of applyRules(rules)) this.addSql(sql);
  }

  override down(): void {
    for (const sql of undoRules(rules)) this.addSql(sql);
  }
}
