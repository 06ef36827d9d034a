import { Migration } from '@mikro-orm/migrations';
import { applyRules, type TableRules, undoRules } from './steps/table-rules.ts';

const person = 'app_user';

const rules: TableRules = {
  ofOrganization: ['invitation', 'api_key', 'organization_settings'],
  foreignKeys: [
    ['user_session', 'user_id', 'user', 'cascade'],
    ['refresh_token', 'session_id', 'user_session', 'cascade'],
    ['password_reset', 'user_id', 'user', 'cascade'],
    ['invitation', 'invited_by', 'user'],
    ['api_key', 'created_by', 'user'],
    ['organization_settings', 'updated_by', 'user'],
    ['user_settings', 'user_id', 'user', 'cascade'],
  ],
  grants: {
    user_session: 'select, insert, update',
    refresh_token: 'select, insert, update',
    password_reset: 'select, insert, update',
    invitation: 'select, insert, update',
    api_key: 'select, insert, update',
    organization_settings: 'select, insert, update',
    user_settings: 'select, insert, update',
    login_backoff: 'select, insert, update, delete',
    // Operators are made by the owner of the database; they themselves may change their password.
    operator: 'select, update (password_hash, token_version)',
  },
  definerGrants: {
    refresh_token: 'select',
    password_reset: 'select',
    invitation: 'select',
    api_key: 'select',
    organization: 'insert, update',
  },
  // Whoever asks these shows a secret by its hash; what they are told is where to look, and the rest is read and judged
  // inside the organization. A closed organization lets nobody in.
  functions: [
    {
      signature: 'refresh_candidate(bytea)',
      grantees: person,
      definition: `
        create function refresh_candidate(token_hash bytea)
        returns table (org_id uuid, session_id uuid, generation int)
        stable as $$
          select t.org_id, t.session_id, t.generation
            from refresh_token t join organization o on o.id = t.org_id
           where t.token_hash = refresh_candidate.token_hash and o.closed_at is null
        $$`,
    },
    {
      // Kinds: password_reset, invitation; another finds nothing.
      signature: 'one_time_token(text, bytea)',
      grantees: person,
      definition: `
        create function one_time_token(kind text, token_hash bytea) returns table (org_id uuid, id uuid)
        stable as $$
          select t.org_id, t.id from (
            select r.org_id, r.id from password_reset r
             where one_time_token.kind = 'password_reset' and r.token_hash = one_time_token.token_hash
            union all
            select i.org_id, i.id from invitation i
             where one_time_token.kind = 'invitation' and i.token_hash = one_time_token.token_hash
          ) t join organization o on o.id = t.org_id
           where o.closed_at is null
        $$`,
    },
    {
      signature: 'api_key_candidate(bytea)',
      grantees: person,
      definition: `
        create function api_key_candidate(key_hash bytea)
        returns table (org_id uuid, id uuid, role text, scopes text[], expires_at timestamptz, revoked_at timestamptz)
        stable as $$
          select k.org_id, k.id, k.role, k.scopes, k.expires_at, k.revoked_at
            from api_key k join organization o on o.id = k.org_id
           where k.key_hash = api_key_candidate.key_hash and o.closed_at is null
        $$`,
    },
    {
      signature: 'create_organization(text, text, text, text, bytea, bytea)',
      grantees: person,
      definition: `
        create function create_organization(ref text, name text, zone text, language text, phone_hash_key bytea,
                                            link_key bytea) returns uuid
        volatile as $$
          insert into organization (ref, name, default_zone, default_language, phone_hash_key, link_key)
          values (create_organization.ref, create_organization.name, zone, create_organization.language,
                  create_organization.phone_hash_key, create_organization.link_key)
          returning id
        $$`,
    },
    {
      // For operators. Pages by id: pass the last id of the page before, the first time null.
      signature: 'list_organizations(uuid, int)',
      grantees: person,
      definition: `
        create function list_organizations(after uuid, n int)
        returns table (id uuid, ref text, name text, default_zone text, default_language text,
                       created_at timestamptz, closed_at timestamptz)
        stable as $$
          select o.id, o.ref, o.name, o.default_zone, o.default_language, o.created_at, o.closed_at
            from organization o
           where o.id > coalesce(after, '00000000-0000-0000-0000-000000000000'::uuid)
           order by o.id
           limit n
        $$`,
    },
    {
      // For operators; false when there is no such organization. A closed one keeps the moment it was closed first.
      signature: 'set_organization_closed(uuid, boolean)',
      grantees: person,
      definition: `
        create function set_organization_closed(organization_id uuid, closed boolean) returns boolean
        volatile as $$
          with changed as (
            update organization o
               set closed_at = case when closed then coalesce(o.closed_at, clock_timestamp()) end
             where o.id = organization_id
            returning 1
          )
          select exists (select from changed)
        $$`,
    },
    {
      // For operators; false when there is no such organization.
      signature: 'rename_organization(uuid, text)',
      grantees: person,
      definition: `
        create function rename_organization(organization_id uuid, new_name text) returns boolean
        volatile as $$
          with changed as (update organization o set name = new_name where o.id = organization_id returning 1)
          select exists (select from changed)
        $$`,
    },
  ],
};

const loginCandidates = (condition: string) => `
  create or replace function login_candidates(email citext)
  returns table (org_id uuid, org_ref text, user_id uuid, email citext, display_name text, role text,
                 password_hash text, token_version int, disabled_at timestamptz)
  stable language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    select u.org_id, o.ref, u.id, u.email, u.display_name, u.role, u.password_hash, u.token_version, u.disabled_at
      from "user" u join organization o on o.id = u.org_id
     where ${condition}
     order by u.org_id
  $$`;

export class Migration20261121122200_identity_rules extends Migration {
  override name = 'Migration20261121122200_identity_rules';

  override up(): void {
    for (const sql of applyRules(rules)) this.addSql(sql);
    this.addSql(loginCandidates('u.email = login_candidates.email and o.closed_at is null'));
  }

  override down(): void {
    this.addSql(loginCandidates('u.email = login_candidates.email'));
    for (const sql of undoRules(rules)) this.addSql(sql);
  }
}
