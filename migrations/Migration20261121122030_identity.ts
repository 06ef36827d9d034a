import { Migration } from '@mikro-orm/migrations';

export class Migration20261121122030_identity extends Migration {
  override name = 'Migration20261121122030_identity';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "api_key" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "name" text not null, "prefix" text not null, "key_hash" bytea not null, "role" text not null, "scopes" text[] not null, "expires_at" timestamptz(6) null, "last_used_at" timestamptz(6) null, "created_by" uuid null, "created_at" timestamptz(6) not null default clock_timestamp(), "revoked_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "api_key_hash" on "api_key" ("key_hash");`);
    this.addSql(`alter table "api_key" add constraint "api_key_hash_key" unique ("org_id", "key_hash");`);

    this.addSql(
      `create table "invitation" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "email" citext not null, "role" text not null, "token_hash" bytea not null, "invited_by" uuid null, "expires_at" timestamptz(6) not null, "accepted_at" timestamptz(6) null, "revoked_at" timestamptz(6) null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "invitation_hash" on "invitation" ("token_hash");`);
    this.addSql(`create index "invitation_email" on "invitation" ("org_id", "email");`);
    this.addSql(
      `alter table "invitation" add constraint "invitation_hash_key" unique ("org_id", "token_hash");`,
    );

    this.addSql(
      `create table "login_backoff" ("key" text not null, "failures" int not null default 0, "blocked_until" timestamptz(6) null, "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("key"));`,
    );
    this.addSql(`create index "login_backoff_updated" on "login_backoff" ("updated_at");`);

    this.addSql(
      `create table "operator" ("id" uuid not null default uuidv7(), "email" citext not null, "password_hash" text not null, "display_name" text not null, "token_version" int not null default 0, "disabled_at" timestamptz(6) null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("id"));`,
    );
    this.addSql(`alter table "operator" add constraint "operator_email_key" unique ("email");`);

    this.addSql(
      `create table "organization_settings" ("org_id" uuid not null, "document" jsonb not null default '{}', "revision" int not null default 1, "updated_by" uuid null, "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id"));`,
    );

    this.addSql(
      `create table "password_reset" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "user_id" uuid not null, "token_hash" bytea not null, "expires_at" timestamptz(6) not null, "used_at" timestamptz(6) null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "password_reset_hash" on "password_reset" ("token_hash");`);
    this.addSql(`create index "password_reset_user" on "password_reset" ("org_id", "user_id", "id");`);
    this.addSql(
      `alter table "password_reset" add constraint "password_reset_hash_key" unique ("org_id", "token_hash");`,
    );

    this.addSql(
      `create table "refresh_token" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "session_id" uuid not null, "generation" int not null, "token_hash" bytea not null, "used_at" timestamptz(6) null, "created_at" timestamptz(6) not null default clock_timestamp(), "expires_at" timestamptz(6) not null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "refresh_token_hash" on "refresh_token" ("token_hash");`);
    this.addSql(`create index "refresh_token_expiry" on "refresh_token" ("expires_at");`);
    this.addSql(
      `alter table "refresh_token" add constraint "refresh_token_generation_key" unique ("org_id", "session_id", "generation");`,
    );
    this.addSql(
      `alter table "refresh_token" add constraint "refresh_token_hash_key" unique ("org_id", "token_hash");`,
    );

    this.addSql(
      `create table "user_session" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "user_id" uuid not null, "user_agent" text null, "ip" inet null, "kind" text not null, "created_at" timestamptz(6) not null default clock_timestamp(), "last_used_at" timestamptz(6) not null default clock_timestamp(), "expires_at" timestamptz(6) not null, "revoked_at" timestamptz(6) null, "revoke_reason" text null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "user_session_user" on "user_session" ("org_id", "user_id", "id");`);
    this.addSql(`create index "user_session_expiry" on "user_session" ("expires_at");`);

    this.addSql(
      `create table "user_settings" ("org_id" uuid not null, "user_id" uuid not null, "document" jsonb not null default '{}', "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "user_id"));`,
    );

    this.addSql(
      `alter table "user" add "language" text null, add "last_login_at" timestamptz(6) null, add "password_changed_at" timestamptz(6) null;`,
    );
    this.addSql(
      `alter table "user" add constraint "user_language_check" check ("language" in ('en', 'es', 'cs'));`,
    );

    this.addSql(
      `alter table "api_key" add constraint "api_key_role_check" check ("role" in ('agent', 'supervisor', 'admin'));`,
    );
    this.addSql(`alter table "api_key" enable row level security;`);
    this.addSql(`alter table "api_key" force row level security;`);
    this.addSql(
      `create policy "tenant" on "api_key" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "invitation" add constraint "invitation_end_check" check (accepted_at is null or revoked_at is null);`,
    );
    this.addSql(
      `alter table "invitation" add constraint "invitation_role_check" check ("role" in ('agent', 'supervisor', 'admin'));`,
    );
    this.addSql(`alter table "invitation" enable row level security;`);
    this.addSql(`alter table "invitation" force row level security;`);
    this.addSql(
      `create policy "tenant" on "invitation" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "login_backoff" add constraint "login_backoff_failures_check" check (failures >= 0);`,
    );

    this.addSql(`alter table "organization_settings" enable row level security;`);
    this.addSql(`alter table "organization_settings" force row level security;`);
    this.addSql(
      `create policy "tenant" on "organization_settings" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(`alter table "password_reset" enable row level security;`);
    this.addSql(`alter table "password_reset" force row level security;`);
    this.addSql(
      `create policy "tenant" on "password_reset" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "refresh_token" add constraint "refresh_token_generation_check" check (generation > 0);`,
    );
    this.addSql(`alter table "refresh_token" enable row level security;`);
    this.addSql(`alter table "refresh_token" force row level security;`);
    this.addSql(
      `create policy "tenant" on "refresh_token" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "user_session" add constraint "user_session_revoke_reason_check" check (revoke_reason is null or revoked_at is not null);`,
    );
    this.addSql(
      `alter table "user_session" add constraint "user_session_kind_check" check ("kind" in ('api', 'web'));`,
    );
    this.addSql(`alter table "user_session" enable row level security;`);
    this.addSql(`alter table "user_session" force row level security;`);
    this.addSql(
      `create policy "tenant" on "user_session" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(`alter table "user_settings" enable row level security;`);
    this.addSql(`alter table "user_settings" force row level security;`);
    this.addSql(
      `create policy "tenant" on "user_settings" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "api_key" cascade;`);
    this.addSql(`drop table if exists "invitation" cascade;`);
    this.addSql(`drop table if exists "login_backoff" cascade;`);
    this.addSql(`drop table if exists "operator" cascade;`);
    this.addSql(`drop table if exists "organization_settings" cascade;`);
    this.addSql(`drop table if exists "password_reset" cascade;`);
    this.addSql(`drop table if exists "refresh_token" cascade;`);
    this.addSql(`drop table if exists "user_session" cascade;`);
    this.addSql(`drop table if exists "user_settings" cascade;`);

    this.addSql(`alter table "user" drop constraint "user_language_check";`);
    this.addSql(
      `alter table "user" drop column "language", drop column "last_login_at", drop column "password_changed_at";`,
    );
  }
}
