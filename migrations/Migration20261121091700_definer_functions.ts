import { Migration } from '@mikro-orm/migrations';

interface DefinerFunction {
  signature: string;
  grantees: string;
  definition: string;
}

const system = 'app_system';

// The only ways across organizations. Each belongs to app_definer (BYPASSRLS, no login) and gives no more than its
// caller needs: ids, states, and what signing in takes.
const functions: readonly DefinerFunction[] = [
  {
    signature: 'login_candidates(citext)',
    grantees: 'app_user',
    definition: `
      create function login_candidates(email citext)
      returns table (org_id uuid, org_ref text, user_id uuid, email citext, display_name text, role text,
                     password_hash text, token_version int, disabled_at timestamptz)
      stable as $$
        select u.org_id, o.ref, u.id, u.email, u.display_name, u.role, u.password_hash, u.token_version, u.disabled_at
          from "user" u join organization o on o.id = u.org_id
         where u.email = login_candidates.email
         order by u.org_id
      $$`,
  },
  {
    signature: 'organization_by_ref(text)',
    grantees: 'app_user, app_owner',
    definition: `
      create function organization_by_ref(ref text) returns table (id uuid, ref text, name text)
      stable as $$
        select o.id, o.ref, o.name from organization o where o.ref = organization_by_ref.ref
      $$`,
  },
  {
    // Hides what it returns for the lease: a relay that dies leaves the rows to the next one.
    signature: 'claim_outbox(int, double precision)',
    grantees: system,
    definition: `
      create function claim_outbox(n int, lease_seconds double precision)
      returns table (org_id uuid, id uuid, kind text, key text, payload jsonb, tries int, created_at timestamptz)
      volatile as $$
        with due as materialized (
          select o.org_id, o.id from outbox o
           where o.sent_at is null and o.next_try_at <= statement_timestamp()
           order by o.next_try_at
           limit n
             for update skip locked
        )
        update outbox o
           set tries = o.tries + 1, next_try_at = clock_timestamp() + make_interval(secs => lease_seconds)
          from due where o.org_id = due.org_id and o.id = due.id
        returning o.org_id, o.id, o.kind, o.key, o.payload, o.tries, o.created_at
      $$`,
  },
  {
    // True when it changed the row; a row already sent stays as it is.
    signature: 'finish_outbox(uuid, boolean, text, timestamptz)',
    grantees: system,
    definition: `
      create function finish_outbox(message_id uuid, ok boolean, error text, retry_at timestamptz) returns boolean
      volatile as $$
        with finished as (
          update outbox o
             set sent_at = case when ok then clock_timestamp() end,
                 last_error = case when ok then null else error end,
                 next_try_at = case when ok then o.next_try_at else coalesce(retry_at, o.next_try_at) end
           where o.id = message_id and o.sent_at is null
          returning o.id
        )
        select exists (select from finished)
      $$`,
  },
  {
    signature: 'outbox_backlog()',
    grantees: system,
    definition: `
      create function outbox_backlog() returns table (unsent bigint, oldest_seconds double precision)
      stable as $$
        select count(*), coalesce(extract(epoch from statement_timestamp() - min(o.created_at)), 0)::double precision
          from outbox o where o.sent_at is null
      $$`,
  },
  {
    signature: 'sweep_due(int)',
    grantees: system,
    definition: `
      create function sweep_due(n int) returns table (org_id uuid, attempt_id uuid, state text, rule text)
      stable as $$
        select a.org_id, a.id, a.state,
               case a.state
                 when 'planned' then 'planned_overdue'
                 when 'reserved' then 'lease_expired'
                 when 'dialing' then 'dialing_stale'
                 when 'unknown' then 'unknown_overdue'
                 when 'review' then 'review_overdue'
                 when 'ended' then 'unclosed'
                 else 'silent_call'
               end
          from call_attempt a
         where a.closed_at is null and a.deadline_at <= statement_timestamp()
         order by a.deadline_at
         limit n
      $$`,
  },
  {
    signature: 'running_campaigns()',
    grantees: system,
    definition: `
      create function running_campaigns() returns table (org_id uuid, campaign_id uuid, state text)
      stable as $$
        select c.org_id, c.id, c.state from campaign c
         where c.state in ('scheduled', 'running', 'paused', 'completing')
         order by c.id
      $$`,
  },
  {
    // Pages by id: pass the last id of the page before, the first time null.
    signature: 'open_attempts(uuid, int)',
    grantees: system,
    definition: `
      create function open_attempts(after uuid, n int)
      returns table (org_id uuid, attempt_id uuid, state text, campaign_id uuid, contact_id uuid, flow_version_id uuid)
      stable as $$
        select a.org_id, a.id, a.state, a.campaign_id, a.contact_id, a.flow_version_id
          from call_attempt a
         where a.closed_at is null
           and a.id > coalesce(after, '00000000-0000-0000-0000-000000000000'::uuid)
         order by a.id
         limit n
      $$`,
  },
  {
    signature: 'pending_imports()',
    grantees: system,
    definition: `
      create function pending_imports() returns table (org_id uuid, import_id uuid, state text)
      stable as $$
        select i.org_id, i.id, i.state from contact_import i where i.state in ('queued', 'running') order by i.id
      $$`,
  },
];

const properties = 'language sql security definer set search_path = pg_catalog, public, pg_temp';
const read = ['organization', '"user"', 'call_attempt', 'campaign', 'contact_import', 'outbox'].join(', ');

export class Migration20261121091700_definer_functions extends Migration {
  override name = 'Migration20261121091700_definer_functions';

  override up(): void {
    this.addSql(`grant select on ${read} to app_definer`);
    this.addSql('grant update on outbox to app_definer');
    for (const { signature, grantees, definition } of functions) {
      this.addSql(definition.replace(' as $$', () => ` ${properties} as $$`));
      this.addSql(`revoke all on function ${signature} from public`);
      this.addSql(`grant execute on function ${signature} to ${grantees}`);
      this.addSql(`alter function ${signature} owner to app_definer`);
    }
  }

  override down(): void {
    for (const { signature } of functions) this.addSql(`drop function ${signature}`);
    this.addSql(`revoke all on ${read} from app_definer`);
  }
}
