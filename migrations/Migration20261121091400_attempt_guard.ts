import { Migration } from '@mikro-orm/migrations';

// The arrows of docs calls.md section 2, in one place. A live state goes to any state of higher rank (placed 1,
// ringing 2, in_call 3, ended 4; dialing, unknown and review have none). ended → ended is the carrier contradicting
// itself: the trigger lets it pass only with the cause carrier_correction.
const arrows = `
create function attempt_arrows() returns table (from_state text, to_state text)
language sql immutable parallel safe as $$
  values
    ('planned',  'reserved'),
    ('reserved', 'planned'),
    ('reserved', 'dialing'),
    ('reserved', 'blocked'),
    ('dialing',  'planned'),
    ('dialing',  'not_placed'),
    ('dialing',  'unknown'),
    ('dialing',  'placed'),
    ('dialing',  'ringing'),
    ('dialing',  'in_call'),
    ('dialing',  'ended'),
    ('unknown',  'placed'),
    ('unknown',  'ringing'),
    ('unknown',  'in_call'),
    ('unknown',  'ended'),
    ('unknown',  'review'),
    ('review',   'placed'),
    ('review',   'ringing'),
    ('review',   'in_call'),
    ('review',   'ended'),
    ('placed',   'ringing'),
    ('placed',   'in_call'),
    ('placed',   'ended'),
    ('ringing',  'in_call'),
    ('ringing',  'ended'),
    ('in_call',  'ended'),
    ('ended',    'ended')
$$`;

const initialStates = `
create function attempt_initial_states() returns table (state text)
language sql immutable parallel safe as $$
  values ('planned'), ('reserved')
$$`;

// One AFTER trigger both judges and records: a refusal undoes the change with everything else. It belongs to
// app_definer, so that app_user needs no right to write attempt_event.
const guard = `
create function call_attempt_guard() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  evidence jsonb := jsonb_strip_nulls(jsonb_build_object(
    'reason', new.reason, 'outcome', new.outcome, 'decisionId', new.decision_id, 'providerCallId', new.provider_call_id));
begin
  if tg_op = 'INSERT' then
    if new.state not in (select i.state from attempt_initial_states() i) then
      raise exception 'a call attempt may not begin as %', new.state
        using errcode = 'check_violation', constraint = 'call_attempt_arrow', table = 'call_attempt';
    end if;
  else
    if (new.org_id, new.id, new.intent_kind, new.intent_id, new.attempt_no, new.contact_id, new.phone_hash)
       is distinct from
       (old.org_id, old.id, old.intent_kind, old.intent_id, old.attempt_no, old.contact_id, old.phone_hash) then
      raise exception 'what a call attempt is for may not change'
        using errcode = 'check_violation', constraint = 'call_attempt_identity', table = 'call_attempt';
    end if;
    if old.provider_call_id is not null and new.provider_call_id is distinct from old.provider_call_id then
      raise exception 'a call attempt keeps the carrier call it is bound to'
        using errcode = 'check_violation', constraint = 'call_attempt_binding', table = 'call_attempt';
    end if;
    if new.state = old.state then
      if old.closed_at is not null and new.closed_at is distinct from old.closed_at then
        raise exception 'a call attempt is closed once'
          using errcode = 'check_violation', constraint = 'call_attempt_closed_once', table = 'call_attempt';
      end if;
      -- News without an arrow: leases, deadlines, marks of the closing. A terminal row keeps its verdict.
      if old.state not in ('ended', 'not_placed', 'blocked')
         or (new.outcome, new.reason, new.cause, new.dial_token, new.dial_started_at)
            is not distinct from (old.outcome, old.reason, old.cause, old.dial_token, old.dial_started_at) then
        return null;
      end if;
      if old.state <> 'ended' or new.cause <> 'carrier_correction' then
        raise exception 'a call attempt that is % does not change', old.state
          using errcode = 'check_violation', constraint = 'call_attempt_arrow', table = 'call_attempt';
      end if;
      evidence := evidence || jsonb_build_object('previousOutcome', old.outcome);
    end if;
    if not exists (
      select from attempt_arrows() a where a.from_state = old.state and a.to_state = new.state
    ) then
      raise exception 'a call attempt may not go from % to %', old.state, new.state
        using errcode = 'check_violation', constraint = 'call_attempt_arrow', table = 'call_attempt';
    end if;
  end if;
  insert into attempt_event (org_id, attempt_id, seq, from_state, to_state, cause, detail)
  select new.org_id, new.id, coalesce(max(e.seq), 0) + 1, case when tg_op = 'UPDATE' then old.state end,
         new.state, new.cause, evidence
    from attempt_event e
   where e.org_id = new.org_id and e.attempt_id = new.id;
  return null;
end
$$`;

export class Migration20261121091400_attempt_guard extends Migration {
  override name = 'Migration20261121091400_attempt_guard';

  override up(): void {
    this.addSql(arrows);
    this.addSql(initialStates);
    this.addSql(guard);
    this.addSql(`create trigger call_attempt_guard after insert or update on call_attempt
      for each row execute function call_attempt_guard()`);
    this.addSql(
      'revoke all on function attempt_arrows(), attempt_initial_states(), call_attempt_guard() from public',
    );
    this.addSql(`grant execute on function attempt_arrows(), attempt_initial_states()
      to app_user, app_system, app_definer`);
    this.addSql('grant select, insert on attempt_event to app_definer');
    this.addSql('alter function call_attempt_guard() owner to app_definer');
  }

  override down(): void {
    this.addSql('drop trigger call_attempt_guard on call_attempt');
    this.addSql('revoke all on attempt_event from app_definer');
    this.addSql('drop function call_attempt_guard(), attempt_initial_states(), attempt_arrows()');
  }
}
