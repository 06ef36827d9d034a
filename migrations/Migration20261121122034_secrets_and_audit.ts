import { Migration } from '@mikro-orm/migrations';

export class Migration20261121122034_secrets_and_audit extends Migration {
  override name = 'Migration20261121122034_secrets_and_audit';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "audit_entry" ("org_id" uuid not null, "seq" bigint not null, "at" timestamptz(6) not null, "actor_kind" text not null, "actor_id" text not null, "action" text not null, "target_kind" text not null, "target_id" text not null, "detail" jsonb null, "ip" inet null, "request_id" text null, "prev_hash" bytea not null, "hash" bytea not null, primary key ("org_id", "seq"));`,
    );
    this.addSql(`create index "audit_entry_at" on "audit_entry" ("org_id", "at", "seq");`);
    this.addSql(`create index "audit_entry_action" on "audit_entry" ("org_id", "action", "seq");`);
    this.addSql(`create index "audit_entry_actor" on "audit_entry" ("org_id", "actor_id", "seq");`);
    this.addSql(
      `create index "audit_entry_target" on "audit_entry" ("org_id", "target_kind", "target_id", "seq");`,
    );

    this.addSql(
      `create table "org_data_key" ("org_id" uuid not null, "version" int not null, "wrapped_key" bytea not null, "kek_id" text not null, "created_at" timestamptz(6) not null default clock_timestamp(), "retired_at" timestamptz(6) null, primary key ("org_id", "version"));`,
    );

    this.addSql(
      `create table "provider_key" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "provider" text not null, "label" text not null, "masked" text not null, "ciphertext" bytea not null, "key_version" int not null, "version" int not null default 1, "state" text not null default 'active', "validated_at" timestamptz(6) null, "validation_code" text null, "previous_ciphertext" bytea null, "previous_key_version" int null, "previous_until" timestamptz(6) null, "use_count" bigint not null default '0', "last_used_at" timestamptz(6) null, "created_by" uuid null, "created_at" timestamptz(6) not null default clock_timestamp(), "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(
      `create unique index "provider_key_label_key" on "provider_key" ("org_id", "provider", "label") where state <> 'revoked';`,
    );

    this.addSql(
      `create table "provider_key_usage" ("org_id" uuid not null, "provider_key_id" uuid not null, "day" date not null, "requests" bigint not null default '0', "failures" bigint not null default '0', "tokens" bigint not null default '0', "seconds" bigint not null default '0', "cost_micros" bigint not null default '0', primary key ("org_id", "provider_key_id", "day"));`,
    );

    this.addSql(
      `alter table "carrier_account" add "auth_token_ciphertext" bytea null, add "auth_token_key_version" int null, add "auth_token_previous_ciphertext" bytea null, add "auth_token_previous_key_version" int null;`,
    );
    this.addSql(`alter table "carrier_account" alter column "auth_token" drop not null;`);
    this.addSql(
      `alter table "carrier_account" add constraint "carrier_account_auth_token_check" check (auth_token is not null or auth_token_ciphertext is not null);`,
    );
    this.addSql(
      `alter table "carrier_account" add constraint "carrier_account_sealed_check" check ((auth_token_ciphertext is null) = (auth_token_key_version is null) and (auth_token_previous_ciphertext is null) = (auth_token_previous_key_version is null));`,
    );

    this.addSql(`alter table "organization" add "audit_key" bytea null;`);

    this.addSql(`alter table "audit_entry" add constraint "audit_entry_seq_check" check (seq > 0);`);
    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_actor_kind_check" check ("actor_kind" in ('user', 'api_key', 'operator', 'system'));`,
    );
    this.addSql(`alter table "audit_entry" enable row level security;`);
    this.addSql(`alter table "audit_entry" force row level security;`);
    this.addSql(
      `create policy "tenant" on "audit_entry" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "org_data_key" add constraint "org_data_key_version_check" check (version > 0);`,
    );
    this.addSql(`alter table "org_data_key" enable row level security;`);
    this.addSql(`alter table "org_data_key" force row level security;`);
    this.addSql(
      `create policy "tenant" on "org_data_key" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "provider_key" add constraint "provider_key_previous_check" check ((previous_ciphertext is null) = (previous_key_version is null) and (previous_ciphertext is null) = (previous_until is null));`,
    );
    this.addSql(
      `alter table "provider_key" add constraint "provider_key_version_check" check (version > 0);`,
    );
    this.addSql(
      `alter table "provider_key" add constraint "provider_key_state_check" check ("state" in ('active', 'invalid', 'revoked'));`,
    );
    this.addSql(`alter table "provider_key" enable row level security;`);
    this.addSql(`alter table "provider_key" force row level security;`);
    this.addSql(
      `create policy "tenant" on "provider_key" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(`alter table "provider_key_usage" enable row level security;`);
    this.addSql(`alter table "provider_key_usage" force row level security;`);
    this.addSql(
      `create policy "tenant" on "provider_key_usage" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "audit_entry" cascade;`);
    this.addSql(`drop table if exists "org_data_key" cascade;`);
    this.addSql(`drop table if exists "provider_key" cascade;`);
    this.addSql(`drop table if exists "provider_key_usage" cascade;`);

    this.addSql(`alter table "carrier_account" drop constraint "carrier_account_auth_token_check";`);
    this.addSql(`alter table "carrier_account" drop constraint "carrier_account_sealed_check";`);
    this.addSql(
      `alter table "carrier_account" drop column "auth_token_ciphertext", drop column "auth_token_key_version", drop column "auth_token_previous_ciphertext", drop column "auth_token_previous_key_version";`,
    );
    // A token that is sealed cannot be brought back here.
    this.addSql(
      `alter table "carrier_account" alter column "auth_token" type text using coalesce(auth_token, '');`,
    );
    this.addSql(`alter table "carrier_account" alter column "auth_token" set not null;`);

    this.addSql(`alter table "organization" drop column "audit_key";`);
  }
}
