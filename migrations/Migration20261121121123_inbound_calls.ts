import { Migration } from '@mikro-orm/migrations';

export class Migration20261121121123_inbound_calls extends Migration {
  override name = 'Migration20261121121123_inbound_calls';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "callback" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "contact_id" uuid not null, "origin" text not null, "call_id" uuid null, "effect_id" text null, "voicemail_id" uuid null, "phone_number_id" uuid not null, "flow_version_id" uuid not null, "state" text not null default 'scheduled', "due_at" timestamptz(6) not null, "zone" text not null, "note" text null, "attempts_made" int not null default 0, "max_attempts" int not null default 1, "outcome" text null, "reason" text null, "revision" int not null default 1, "created_by" uuid null, "created_at" timestamptz(6) not null default clock_timestamp(), "updated_at" timestamptz(6) not null default clock_timestamp(), "finished_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "callback_state" on "callback" ("org_id", "state", "id");`);
    this.addSql(
      `create index "callback_agenda" on "callback" ("org_id", "due_at", "id") where state in ('scheduled', 'calling');`,
    );
    this.addSql(`create index "callback_contact" on "callback" ("org_id", "contact_id", "id");`);
    this.addSql(
      `create index "callback_voicemail" on "callback" ("org_id", "voicemail_id") where voicemail_id is not null;`,
    );
    this.addSql(
      `create index "callback_due" on "callback" ("due_at") where state in ('scheduled', 'calling');`,
    );
    this.addSql(`create index "callback_open" on "callback" ("id") where state in ('scheduled', 'calling');`);
    this.addSql(
      `alter table "callback" add constraint "callback_effect_key" unique ("org_id", "call_id", "effect_id");`,
    );

    this.addSql(
      `create table "flow_live_change" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "flow_id" uuid not null, "version_id" uuid not null, "kind" text not null, "changed_by" uuid null, "at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "flow_live_change_flow" on "flow_live_change" ("org_id", "flow_id", "id");`);

    this.addSql(
      `create table "flow_suite" ("org_id" uuid not null, "flow_id" uuid not null, "suite_id" text not null, "name" text not null, "document" jsonb not null, "revision" int not null default 1, "updated_by" uuid null, "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "flow_id", "suite_id"));`,
    );

    this.addSql(
      `create table "recording" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "call_id" uuid not null, "provider" text not null, "provider_account" text not null, "provider_recording_id" text not null, "source" text not null, "state" text not null default 'pending', "duration_seconds" int null, "channels" int null, "storage_key" text null, "sha256" text null, "byte_size" bigint null, "content_type" text null, "created_at" timestamptz(6) not null default clock_timestamp(), "completed_at" timestamptz(6) null, "fetched_at" timestamptz(6) null, "tries" int not null default 0, "next_try_at" timestamptz(6) not null default clock_timestamp(), "last_error" text null, "deleted_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "recording_call" on "recording" ("org_id", "call_id", "id");`);
    this.addSql(`create index "recording_kept" on "recording" ("org_id", "id") where deleted_at is null;`);
    this.addSql(
      `create index "recording_state" on "recording" ("org_id", "state", "id") where deleted_at is null;`,
    );
    this.addSql(
      `create index "recording_unfetched" on "recording" ("next_try_at") where state = 'available' and deleted_at is null;`,
    );
    this.addSql(
      `alter table "recording" add constraint "recording_provider_recording_key" unique ("org_id", "provider", "provider_account", "provider_recording_id");`,
    );

    this.addSql(
      `create table "voicemail" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "call_id" uuid not null, "effect_id" text not null, "contact_id" uuid null, "phone_number_id" uuid null, "from_e164" text null, "recording_id" uuid null, "state" text not null default 'new', "duration_seconds" int not null, "transcript" text null, "transcript_state" text not null default 'pending', "language" text not null, "created_at" timestamptz(6) not null default clock_timestamp(), "updated_at" timestamptz(6) not null default clock_timestamp(), "updated_by" uuid null, "deleted_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "voicemail_kept" on "voicemail" ("org_id", "id") where deleted_at is null;`);
    this.addSql(
      `create index "voicemail_state" on "voicemail" ("org_id", "state", "id") where deleted_at is null;`,
    );
    this.addSql(
      `create index "voicemail_phone_number" on "voicemail" ("org_id", "phone_number_id", "id") where deleted_at is null;`,
    );
    this.addSql(`create index "voicemail_contact" on "voicemail" ("org_id", "contact_id", "id");`);
    this.addSql(`create index "voicemail_recording" on "voicemail" ("org_id", "recording_id");`);
    this.addSql(
      `create index "voicemail_untranscribed" on "voicemail" ("id") where transcript_state = 'pending' and deleted_at is null;`,
    );
    this.addSql(
      `alter table "voicemail" add constraint "voicemail_effect_key" unique ("org_id", "call_id", "effect_id");`,
    );

    this.addSql(
      `alter table "call" add "to_e164" text null, add "phone_number_id" uuid null, add "language" text null, add "deadline_at" timestamptz(6) null, add "closed_at" timestamptz(6) null;`,
    );
    this.addSql(`create index "call_phone_number" on "call" ("org_id", "phone_number_id", "id");`);
    this.addSql(
      `create index "call_inbound_deadline" on "call" ("deadline_at") where direction = 'inbound' and closed_at is null;`,
    );
    this.addSql(
      `create index "call_inbound_open" on "call" ("id") where direction = 'inbound' and closed_at is null;`,
    );
    this.addSql(
      `alter table "call" add constraint "call_inbound_deadline_check" check (direction <> 'inbound' or closed_at is not null or deadline_at is not null);`,
    );
    this.addSql(
      `alter table "call" add constraint "call_language_check" check ("language" in ('en', 'es', 'cs'));`,
    );

    this.addSql(
      `alter table "flow" add "requires_suites" boolean not null default false, add "deleted_at" timestamptz(6) null;`,
    );

    this.addSql(`alter table "organization" add "closed_at" timestamptz(6) null;`);

    this.addSql(
      `alter table "phone_number" add "label" text null, add "provider_number_id" text null, add "capabilities" jsonb not null default '{}', add "in_caller_id_pool" boolean not null default true, add "previous_urls" jsonb null, add "written_urls" jsonb null, add "attached_at" timestamptz(6) null, add "updated_at" timestamptz(6) not null default clock_timestamp();`,
    );
    this.addSql(`create index "phone_number_flow" on "phone_number" ("org_id", "flow_id");`);

    this.addSql(
      `alter table "callback" add constraint "callback_finished_check" check ((state in ('scheduled', 'calling')) = (finished_at is null));`,
    );
    this.addSql(
      `alter table "callback" add constraint "callback_effect_check" check (effect_id is null or call_id is not null);`,
    );
    this.addSql(
      `alter table "callback" add constraint "callback_attempts_made_check" check (attempts_made >= 0);`,
    );
    this.addSql(
      `alter table "callback" add constraint "callback_max_attempts_check" check (max_attempts > 0);`,
    );
    this.addSql(
      `alter table "callback" add constraint "callback_origin_check" check ("origin" in ('flow', 'voicemail', 'api'));`,
    );
    this.addSql(
      `alter table "callback" add constraint "callback_state_check" check ("state" in ('scheduled', 'calling', 'completed', 'failed', 'canceled'));`,
    );
    this.addSql(`alter table "callback" enable row level security;`);
    this.addSql(`alter table "callback" force row level security;`);
    this.addSql(
      `create policy "tenant" on "callback" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "flow_live_change" add constraint "flow_live_change_kind_check" check ("kind" in ('publish', 'rollback'));`,
    );
    this.addSql(`alter table "flow_live_change" enable row level security;`);
    this.addSql(`alter table "flow_live_change" force row level security;`);
    this.addSql(
      `create policy "tenant" on "flow_live_change" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(`alter table "flow_suite" enable row level security;`);
    this.addSql(`alter table "flow_suite" force row level security;`);
    this.addSql(
      `create policy "tenant" on "flow_suite" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "recording" add constraint "recording_fetched_check" check (state <> 'fetched' or deleted_at is not null or (storage_key is not null and sha256 is not null and byte_size is not null and fetched_at is not null));`,
    );
    this.addSql(
      `alter table "recording" add constraint "recording_duration_seconds_check" check (duration_seconds >= 0);`,
    );
    this.addSql(`alter table "recording" add constraint "recording_channels_check" check (channels > 0);`);
    this.addSql(`alter table "recording" add constraint "recording_byte_size_check" check (byte_size >= 0);`);
    this.addSql(`alter table "recording" add constraint "recording_tries_check" check (tries >= 0);`);
    this.addSql(
      `alter table "recording" add constraint "recording_source_check" check ("source" in ('voicemail', 'call'));`,
    );
    this.addSql(
      `alter table "recording" add constraint "recording_state_check" check ("state" in ('pending', 'available', 'absent', 'failed', 'fetched'));`,
    );
    this.addSql(`alter table "recording" enable row level security;`);
    this.addSql(`alter table "recording" force row level security;`);
    this.addSql(
      `create policy "tenant" on "recording" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "voicemail" add constraint "voicemail_transcript_check" check (transcript_state <> 'done' or transcript is not null or deleted_at is not null);`,
    );
    this.addSql(
      `alter table "voicemail" add constraint "voicemail_duration_seconds_check" check (duration_seconds >= 0);`,
    );
    this.addSql(
      `alter table "voicemail" add constraint "voicemail_state_check" check ("state" in ('new', 'read', 'archived'));`,
    );
    this.addSql(
      `alter table "voicemail" add constraint "voicemail_transcript_state_check" check ("transcript_state" in ('pending', 'done', 'offline', 'failed'));`,
    );
    this.addSql(
      `alter table "voicemail" add constraint "voicemail_language_check" check ("language" in ('en', 'es', 'cs'));`,
    );
    this.addSql(`alter table "voicemail" enable row level security;`);
    this.addSql(`alter table "voicemail" force row level security;`);
    this.addSql(
      `create policy "tenant" on "voicemail" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "callback" cascade;`);
    this.addSql(`drop table if exists "flow_live_change" cascade;`);
    this.addSql(`drop table if exists "flow_suite" cascade;`);
    this.addSql(`drop table if exists "recording" cascade;`);
    this.addSql(`drop table if exists "voicemail" cascade;`);

    this.addSql(`drop index "call_phone_number";`);
    this.addSql(`drop index "call_inbound_deadline";`);
    this.addSql(`drop index "call_inbound_open";`);
    this.addSql(`alter table "call" drop constraint "call_inbound_deadline_check";`);
    this.addSql(`alter table "call" drop constraint "call_language_check";`);
    this.addSql(
      `alter table "call" drop column "to_e164", drop column "phone_number_id", drop column "language", drop column "deadline_at", drop column "closed_at";`,
    );

    this.addSql(`alter table "flow" drop column "requires_suites", drop column "deleted_at";`);

    this.addSql(`alter table "organization" drop column "closed_at";`);

    this.addSql(`drop index "phone_number_flow";`);
    this.addSql(
      `alter table "phone_number" drop column "label", drop column "provider_number_id", drop column "capabilities", drop column "in_caller_id_pool", drop column "previous_urls", drop column "written_urls", drop column "attached_at", drop column "updated_at";`,
    );
  }
}
