import { Migration } from '@mikro-orm/migrations';

/** A table, the columns of its key, and which of its rows `t` have served their purpose. */
type Expiry = readonly [table: string, key: readonly string[], condition: string];

const row = ['org_id', 'id'];
const ago = (interval: string) => `statement_timestamp() - interval '${interval}'`;

const before: readonly Expiry[] = [
  ['outbox', row, `t.sent_at < ${ago('7 days')}`],
  ['webhook_inbox', row, `t.received_at < ${ago('30 days')}`],
  ['idempotency_key', ['org_id', 'key'], `t.created_at < ${ago('24 hours')}`],
];

const added: readonly Expiry[] = [
  // With its tries. A delivery outlives its replays, which name it; an event outlives its deliveries.
  [
    'webhook_delivery',
    row,
    `t.state <> 'pending' and t.created_at < ${ago('30 days')} and not exists (
      select from webhook_delivery r where r.org_id = t.org_id and r.replay_of = t.id)`,
  ],
  [
    'webhook_event',
    row,
    `t.occurred_at < ${ago('30 days')} and not exists (
      select from webhook_delivery d where d.org_id = t.org_id and d.event_id = t.id)`,
  ],
  ['notification', row, `t.created_at < ${ago('90 days')}`],
  // With its refresh tokens.
  ['user_session', row, `t.expires_at < ${ago('30 days')}`],
  // Kept for a week: within it the use of an old token still tells of a theft.
  ['refresh_token', row, `t.expires_at < ${ago('7 days')}`],
  ['password_reset', row, `t.expires_at < ${ago('7 days')}`],
  ['invitation', row, `t.expires_at < ${ago('30 days')}`],
  [
    'login_backoff',
    ['key'],
    `t.updated_at < ${ago('1 day')} and coalesce(t.blocked_until, t.updated_at) < statement_timestamp()`,
  ],
  ['breaker_report', ['process_id', 'name'], `t.reported_at < ${ago('1 day')}`],
  ['service_instance', ['id'], `t.heartbeat_at < ${ago('7 days')}`],
  ['trace_span', ['trace_id', 'span_id'], `t.started_at < ${ago('1 day')}`],
];

function purgeExpired(expiries: readonly Expiry[]): string {
  const deletions = expiries.map(([table, key, condition]) => {
    const columns = key.map((column) => `t.${column}`).join(', ');
    const isSame = key.map((column) => `x.${column} = old.${column}`).join(' and ');
    return `purged_${table} as (
      delete from ${table} x using (select ${columns} from ${table} t where ${condition} limit n) old
       where ${isSame} returning 1)`;
  });
  const counts = expiries.map(([table]) => `select '${table}', count(*) from purged_${table}`);
  return `
    create or replace function purge_expired(n int) returns table (table_name text, purged bigint)
    volatile language sql security definer set search_path = pg_catalog, public, pg_temp as $$
      with ${deletions.join(', ')} ${counts.join(' union all ')}
    $$`;
}

const tables = added.map(([table]) => table).join(', ');
// What the functions of the migrations before may read already.
const readBefore = ['refresh_token', 'password_reset', 'invitation', 'webhook_delivery'];
const readHere = added.map(([table]) => table).filter((table) => !readBefore.includes(table));

export class Migration20261121122240_retention extends Migration {
  override name = 'Migration20261121122240_retention';

  override up(): void {
    this.addSql(`grant delete on ${tables} to app_definer`);
    this.addSql(`grant select on ${readHere.join(', ')} to app_definer`);
    this.addSql(purgeExpired([...before, ...added]));
  }

  override down(): void {
    this.addSql(purgeExpired(before));
    this.addSql(`revoke delete on ${tables} from app_definer`);
    this.addSql(`revoke select on ${readHere.join(', ')} from app_definer`);
  }
}
