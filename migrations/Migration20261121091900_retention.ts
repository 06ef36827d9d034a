import { Migration } from '@mikro-orm/migrations';

const signature = 'purge_expired(int)';

/** What has served its purpose: rows that no answer, no repair and no person needs any more. */
export class Migration20261121091900_retention extends Migration {
  override name = 'Migration20261121091900_retention';

  override up(): void {
    this.addSql('grant select, delete on outbox, webhook_inbox, idempotency_key to app_definer');
    this.addSql(`
      create function purge_expired(n int) returns table (table_name text, purged bigint)
      volatile language sql security definer set search_path = pg_catalog, public, pg_temp as $$
        with sent as (
          delete from outbox o using (
            select org_id, id from outbox
             where sent_at < statement_timestamp() - interval '7 days' limit n) old
           where o.org_id = old.org_id and o.id = old.id returning 1),
        applied as (
          delete from webhook_inbox w using (
            select org_id, id from webhook_inbox
             where received_at < statement_timestamp() - interval '30 days' limit n) old
           where w.org_id = old.org_id and w.id = old.id returning 1),
        answered as (
          delete from idempotency_key k using (
            select org_id, key, method_path from idempotency_key
             where created_at < statement_timestamp() - interval '24 hours' limit n) old
           where k.org_id = old.org_id and k.key = old.key and k.method_path = old.method_path returning 1)
        select 'outbox', count(*) from sent
        union all select 'webhook_inbox', count(*) from applied
        union all select 'idempotency_key', count(*) from answered
      $$`);
    this.addSql(`revoke all on function ${signature} from public`);
    this.addSql(`grant execute on function ${signature} to app_system`);
    this.addSql(`alter function ${signature} owner to app_definer`);
  }

  override down(): void {
    this.addSql(`drop function ${signature}`);
    this.addSql('revoke delete on outbox, webhook_inbox, idempotency_key from app_definer');
    this.addSql('revoke select on webhook_inbox, idempotency_key from app_definer');
  }
}
