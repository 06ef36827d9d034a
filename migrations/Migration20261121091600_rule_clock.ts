import { Migration } from '@mikro-orm/migrations';

// Stable within a statement, so that `next_at <= rule_now()` can use an index. Without a row rule time is wall time.
const ruleNow = `
create function rule_now() returns timestamptz language sql stable as $$
  select coalesce(
    (select c.base_app + (statement_timestamp() - c.base_real) * c.rate from public.rule_clock c),
    statement_timestamp())
$$`;

// Both triggers belong to app_definer, who sees the accounts of all organizations. The share lock makes a change of
// the clock and a new real account wait for each other, so that neither can slip past the other's check.
const refuseRealCarrier = `
create function refuse_real_carrier_when_warped() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  is_warped boolean;
begin
  if new.api_base_url is not null then return null; end if;
  -- Locks first and looks then: a filter would pass by a clock that is just being changed.
  select c.rate <> 1 or c.base_app <> c.base_real into is_warped from rule_clock c for share;
  if is_warped then
    raise exception 'a real carrier account cannot be used while rule time differs from wall time'
      using errcode = 'check_violation', constraint = 'rule_clock_real_carrier', table = 'carrier_account';
  end if;
  return null;
end
$$`;

const refuseWarp = `
create function refuse_warp_with_real_carrier() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.rate <> 1 or new.base_app <> new.base_real) and exists (
    select from carrier_account a where a.api_base_url is null
  ) then
    raise exception 'rule time cannot differ from wall time while a real carrier account is configured'
      using errcode = 'check_violation', constraint = 'rule_clock_real_carrier', table = 'rule_clock';
  end if;
  return null;
end
$$`;

const functions = 'refuse_real_carrier_when_warped(), refuse_warp_with_real_carrier()';

export class Migration20261121091600_rule_clock extends Migration {
  override name = 'Migration20261121091600_rule_clock';

  override up(): void {
    this.addSql(`insert into rule_clock (base_app, base_real, rate) values ('epoch', 'epoch', 1)`);
    for (const definition of [ruleNow, refuseRealCarrier, refuseWarp]) this.addSql(definition);
    this.addSql(`revoke all on function rule_now(), ${functions} from public`);
    this.addSql('grant execute on function rule_now() to app_user, app_system, app_definer');
    // FOR SHARE takes the right to update.
    this.addSql('grant select, update on rule_clock to app_definer');
    this.addSql('grant select on carrier_account to app_definer');
    this.addSql(`create constraint trigger real_carrier_needs_wall_time
      after insert or update of api_base_url on carrier_account
      for each row execute function refuse_real_carrier_when_warped()`);
    this.addSql(`create constraint trigger warp_needs_no_real_carrier after insert or update on rule_clock
      for each row execute function refuse_warp_with_real_carrier()`);
    this.addSql('alter function refuse_real_carrier_when_warped() owner to app_definer');
    this.addSql('alter function refuse_warp_with_real_carrier() owner to app_definer');
  }

  override down(): void {
    this.addSql('drop trigger warp_needs_no_real_carrier on rule_clock');
    this.addSql('drop trigger real_carrier_needs_wall_time on carrier_account');
    this.addSql('revoke all on rule_clock, carrier_account from app_definer');
    this.addSql(`drop function ${functions}, rule_now()`);
    this.addSql('delete from rule_clock');
  }
}
