import { Migration } from '@mikro-orm/migrations';
import { applyRules, type TableRules, undoRules } from './steps/table-rules.ts';

const rules: TableRules = {
  functions: [
    {
      // Closed accounts count: whoever closed one can open it again. Closed organizations do not: operators close them.
      signature: 'unproven_accounts(citext)',
      grantees: 'app_user',
      definition: `
        create function unproven_accounts(email citext) returns bigint
        stable as $$
          select count(*)
            from "user" u join organization o on o.id = u.org_id
           where u.email = unproven_accounts.email and u.email_proven_at is null and o.closed_at is null
        $$`,
    },
  ],
};

const loginCandidates = (order: string) => `
  create or replace function login_candidates(email citext)
  returns table (org_id uuid, org_ref text, user_id uuid, email citext, display_name text, role text,
                 password_hash text, token_version int, disabled_at timestamptz)
  stable language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    select u.org_id, o.ref, u.id, u.email, u.display_name, u.role, u.password_hash, u.token_version, u.disabled_at
      from "user" u join organization o on o.id = u.org_id
     where u.email = login_candidates.email and o.closed_at is null
     order by ${order}
  $$`;

const TABLES = ['user', 'invitation', 'password_reset'];

export class Migration20261121225100_proven_addresses extends Migration {
  override name = 'Migration20261121225100_proven_addresses';

  override up(): void {
    this.addSql(`alter table "user" add "email_proven_at" timestamptz(6) null;`);
    // Of every organization, so past their rows' security.
    for (const table of TABLES) this.addSql(`alter table "${table}" no force row level security;`);
    this.addSql(`
      update "user" u set email_proven_at = clock_timestamp()
       where exists (select from invitation i
                      where i.org_id = u.org_id and i.email = u.email and i.accepted_at is not null)
          or exists (select from password_reset r
                      where r.org_id = u.org_id and r.user_id = u.id and r.used_at is not null)`);
    for (const table of TABLES) this.addSql(`alter table "${table}" force row level security;`);
    for (const sql of applyRules(rules)) this.addSql(sql);
    this.addSql(loginCandidates('u.email_proven_at is null, u.created_at desc, u.id desc'));
  }

  override down(): void {
    this.addSql(loginCandidates('u.org_id'));
    for (const sql of undoRules(rules)) this.addSql(sql);
    this.addSql(`alter table "user" drop column "email_proven_at";`);
  }
}
