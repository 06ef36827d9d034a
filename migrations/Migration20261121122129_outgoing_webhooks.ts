import { Migration } from '@mikro-orm/migrations';

export class Migration20261121122129_outgoing_webhooks extends Migration {
  override name = 'Migration20261121122129_outgoing_webhooks';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "notification" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "user_id" uuid not null, "kind" text not null, "title" text not null, "body" text not null, "data" jsonb not null default '{}', "read_at" timestamptz(6) null, "created_at" timestamptz(6) not null default clock_timestamp(), "mailed_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "notification_user" on "notification" ("org_id", "user_id", "id");`);
    this.addSql(
      `create index "notification_unread" on "notification" ("org_id", "user_id", "id") where read_at is null;`,
    );
    this.addSql(`create index "notification_created" on "notification" ("created_at");`);

    this.addSql(
      `create table "webhook_delivery" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "endpoint_id" uuid not null, "event_id" uuid not null, "replay_of" uuid null, "state" text not null default 'pending', "tries" int not null default 0, "next_try_at" timestamptz(6) not null default clock_timestamp(), "last_status" int null, "last_error" text null, "created_at" timestamptz(6) not null default clock_timestamp(), "delivered_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(
      `create index "webhook_delivery_endpoint" on "webhook_delivery" ("org_id", "endpoint_id", "id");`,
    );
    this.addSql(`create index "webhook_delivery_event" on "webhook_delivery" ("org_id", "event_id");`);
    this.addSql(
      `create index "webhook_delivery_replay" on "webhook_delivery" ("org_id", "replay_of") where replay_of is not null;`,
    );
    this.addSql(
      `create index "webhook_delivery_pending" on "webhook_delivery" ("org_id", "endpoint_id", "next_try_at") where state = 'pending';`,
    );
    this.addSql(
      `create index "webhook_delivery_due" on "webhook_delivery" ("next_try_at") where state = 'pending';`,
    );
    this.addSql(
      `create index "webhook_delivery_finished" on "webhook_delivery" ("created_at") where state <> 'pending';`,
    );
    this.addSql(
      `create unique index "webhook_delivery_event_key" on "webhook_delivery" ("org_id", "endpoint_id", "event_id") where replay_of is null;`,
    );

    this.addSql(
      `create table "webhook_delivery_attempt" ("org_id" uuid not null, "delivery_id" uuid not null, "try_no" int not null, "at" timestamptz(6) not null default clock_timestamp(), "status" int null, "duration_ms" int not null, "error" text null, "response_excerpt" text null, primary key ("org_id", "delivery_id", "try_no"));`,
    );

    this.addSql(
      `create table "webhook_endpoint" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "url" text not null, "description" text null, "events" text[] not null, "state" text not null default 'enabled', "disabled_reason" text null, "secret_ciphertext" bytea not null, "secret_key_version" int not null, "previous_secret_ciphertext" bytea null, "previous_secret_key_version" int null, "previous_secret_until" timestamptz(6) null, "revision" int not null default 1, "created_by" uuid null, "created_at" timestamptz(6) not null default clock_timestamp(), "updated_at" timestamptz(6) not null default clock_timestamp(), "deleted_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(
      `create index "webhook_endpoint_kept" on "webhook_endpoint" ("org_id", "id") where deleted_at is null;`,
    );

    this.addSql(
      `create table "webhook_event" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "type" text not null, "payload" jsonb not null, "occurred_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "webhook_event_type" on "webhook_event" ("org_id", "type", "id");`);
    this.addSql(`create index "webhook_event_occurred" on "webhook_event" ("occurred_at");`);

    this.addSql(`alter table "notification" enable row level security;`);
    this.addSql(`alter table "notification" force row level security;`);
    this.addSql(
      `create policy "tenant" on "notification" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "webhook_delivery" add constraint "webhook_delivery_delivered_check" check ((state = 'delivered') = (delivered_at is not null));`,
    );
    this.addSql(
      `alter table "webhook_delivery" add constraint "webhook_delivery_tries_check" check (tries >= 0);`,
    );
    this.addSql(
      `alter table "webhook_delivery" add constraint "webhook_delivery_state_check" check ("state" in ('pending', 'delivered', 'failed', 'canceled'));`,
    );
    this.addSql(`alter table "webhook_delivery" enable row level security;`);
    this.addSql(`alter table "webhook_delivery" force row level security;`);
    this.addSql(
      `create policy "tenant" on "webhook_delivery" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "webhook_delivery_attempt" add constraint "webhook_delivery_attempt_try_no_check" check (try_no > 0);`,
    );
    this.addSql(
      `alter table "webhook_delivery_attempt" add constraint "webhook_delivery_attempt_duration_ms_check" check (duration_ms >= 0);`,
    );
    this.addSql(`alter table "webhook_delivery_attempt" enable row level security;`);
    this.addSql(`alter table "webhook_delivery_attempt" force row level security;`);
    this.addSql(
      `create policy "tenant" on "webhook_delivery_attempt" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "webhook_endpoint" add constraint "webhook_endpoint_previous_check" check ((previous_secret_ciphertext is null) = (previous_secret_key_version is null) and (previous_secret_ciphertext is null) = (previous_secret_until is null));`,
    );
    this.addSql(
      `alter table "webhook_endpoint" add constraint "webhook_endpoint_state_check" check ("state" in ('enabled', 'disabled'));`,
    );
    this.addSql(`alter table "webhook_endpoint" enable row level security;`);
    this.addSql(`alter table "webhook_endpoint" force row level security;`);
    this.addSql(
      `create policy "tenant" on "webhook_endpoint" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(`alter table "webhook_event" enable row level security;`);
    this.addSql(`alter table "webhook_event" force row level security;`);
    this.addSql(
      `create policy "tenant" on "webhook_event" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "notification" cascade;`);
    this.addSql(`drop table if exists "webhook_delivery" cascade;`);
    this.addSql(`drop table if exists "webhook_delivery_attempt" cascade;`);
    this.addSql(`drop table if exists "webhook_endpoint" cascade;`);
    this.addSql(`drop table if exists "webhook_event" cascade;`);
  }
}
