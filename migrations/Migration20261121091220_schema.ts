/* oxlint-disable eslint/max-lines -- written by `mikro-orm migration:create`; `down` was added by hand */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261121091220_schema extends Migration {
  override name = 'Migration20261121091220_schema';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "attempt_event" ("org_id" uuid not null, "attempt_id" uuid not null, "seq" int not null, "from_state" text null, "to_state" text not null, "cause" text not null, "detail" jsonb null, "at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "attempt_id", "seq"));`,
    );

    this.addSql(
      `create table "call" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "direction" text not null, "provider" text not null, "provider_account" text not null, "provider_call_id" text null, "attempt_id" uuid null, "campaign_id" uuid null, "contact_id" uuid null, "flow_version_id" uuid null, "from_e164" text null, "state" text not null, "outcome" text null, "disposition" text null, "path" jsonb null, "variables" jsonb null, "cost_micros" bigint null, "started_at" timestamptz(6) null, "answered_at" timestamptz(6) null, "ended_at" timestamptz(6) null, "duration_seconds" int null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "call_campaign" on "call" ("org_id", "campaign_id", "id");`);
    this.addSql(`create index "call_contact" on "call" ("org_id", "contact_id", "id");`);
    this.addSql(`create index "call_state" on "call" ("org_id", "state", "id");`);
    this.addSql(
      `create index "call_flow_version" on "call" ("org_id", "flow_version_id") where ended_at is null;`,
    );
    this.addSql(
      `alter table "call" add constraint "call_provider_call_key" unique ("org_id", "provider", "provider_account", "provider_call_id");`,
    );
    this.addSql(
      `alter table "call" add constraint "call_direction_check" check ("direction" in ('outbound', 'inbound'));`,
    );

    this.addSql(
      `create table "call_attempt" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "intent_kind" text not null, "intent_id" uuid not null, "attempt_no" int not null, "campaign_id" uuid null, "contact_id" uuid not null, "phone_hash" bytea not null, "from_e164" text not null, "carrier_account_id" uuid not null, "provider" text not null, "provider_account" text not null, "provider_call_id" text null, "state" text not null default 'planned', "outcome" text null, "reason" text null, "cause" text not null, "next_at" timestamptz(6) null, "reserved_until" timestamptz(6) null, "deadline_at" timestamptz(6) null, "dial_token" uuid null, "dial_started_at" timestamptz(6) null, "decision_id" uuid null, "queue_time_ms" int null, "flow_version_id" uuid null, "answered_by" text null, "answered_at" timestamptz(6) null, "ended_at" timestamptz(6) null, "duration_seconds" int null, "carrier_rank" int not null default 0, "last_event_at" timestamptz(6) null, "closed_at" timestamptz(6) null, "created_at" timestamptz(6) not null default clock_timestamp(), "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(
      `create index "call_attempt_in_window" on "call_attempt" ("org_id", "phone_hash", "dial_started_at");`,
    );
    this.addSql(
      `create index "call_attempt_state" on "call_attempt" ("org_id", "state", "id") where state <> 'ended';`,
    );
    this.addSql(`create index "call_attempt_campaign" on "call_attempt" ("org_id", "campaign_id", "state");`);
    this.addSql(`create index "call_attempt_contact" on "call_attempt" ("org_id", "contact_id", "id");`);
    this.addSql(
      `create index "call_attempt_deadline" on "call_attempt" ("deadline_at") where closed_at is null;`,
    );
    this.addSql(`create index "call_attempt_open" on "call_attempt" ("id") where closed_at is null;`);
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_intent_key" unique ("org_id", "intent_kind", "intent_id", "attempt_no");`,
    );
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_provider_call_key" unique ("org_id", "provider", "provider_account", "provider_call_id");`,
    );
    this.addSql(
      `create unique index "one_live_per_number" on "call_attempt" ("org_id", "phone_hash") where state in ('dialing', 'unknown', 'review', 'placed', 'ringing', 'in_call');`,
    );
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_deadline_check" check (closed_at is not null or deadline_at is not null);`,
    );
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_closed_check" check (closed_at is null or state in ('ended', 'not_placed', 'blocked'));`,
    );
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_dialed_check" check (not (state in ('dialing', 'unknown', 'review', 'placed', 'ringing', 'in_call')) or (dial_token is not null and dial_started_at is not null and decision_id is not null));`,
    );
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_ended_check" check (state <> 'ended' or outcome is not null);`,
    );
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_attempt_no_check" check (attempt_no > 0);`,
    );
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_intent_kind_check" check ("intent_kind" in ('campaign_contact', 'callback', 'manual', 'voicemail'));`,
    );
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_state_check" check ("state" in ('planned', 'reserved', 'dialing', 'placed', 'ringing', 'in_call', 'unknown', 'review', 'ended', 'not_placed', 'blocked'));`,
    );
    this.addSql(
      `alter table "call_attempt" add constraint "call_attempt_outcome_check" check ("outcome" in ('answered', 'busy', 'no_answer', 'failed', 'canceled', 'machine'));`,
    );

    this.addSql(
      `create table "call_leg" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "call_id" uuid not null, "provider_call_id" text null, "kind" text not null, "state" text not null, "started_at" timestamptz(6) null, "ended_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "call_leg_call" on "call_leg" ("org_id", "call_id");`);

    this.addSql(
      `create table "call_list" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "name" text not null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );

    this.addSql(
      `create table "call_list_member" ("org_id" uuid not null, "call_list_id" uuid not null, "contact_id" uuid not null, "priority" int not null default 0, primary key ("org_id", "call_list_id", "contact_id"));`,
    );

    this.addSql(
      `create table "campaign" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "name" text not null, "state" text not null default 'draft', "call_list_id" uuid not null, "flow_id" uuid not null, "flow_version_id" uuid null, "phone_number_id" uuid not null, "purpose" text not null, "window_start_minute" int not null default 480, "window_end_minute" int not null default 1260, "weekdays" int[] not null default '{1,2,3,4,5,6,7}', "max_attempts" int not null default 3, "retry_delay_minutes" jsonb not null default '{"busy": 15, "no_answer": 60, "failed": 60}', "cap_per_number" int not null default 3, "cap_window_hours" int not null default 24, "max_concurrent" int not null default 10, "pace_cps" numeric null, "budget_micros" bigint null, "cost_per_call_micros" bigint not null default '0', "ring_timeout_seconds" int not null default 25, "machine_detection" boolean not null default false, "revision" int not null default 1, "created_by" uuid null, "created_at" timestamptz(6) not null default clock_timestamp(), "started_at" timestamptz(6) null, "finished_at" timestamptz(6) null, "end_reason" text null, primary key ("org_id", "id"));`,
    );
    this.addSql(
      `create index "campaign_open" on "campaign" ("id") where state in ('scheduled', 'running', 'paused', 'completing');`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_window_check" check (window_start_minute < window_end_minute);`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_window_start_minute_check" check (window_start_minute >= 0 and window_start_minute <= 1439);`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_window_end_minute_check" check (window_end_minute >= 1 and window_end_minute <= 1440);`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_max_attempts_check" check (max_attempts > 0);`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_cap_per_number_check" check (cap_per_number > 0);`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_cap_window_hours_check" check (cap_window_hours > 0);`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_max_concurrent_check" check (max_concurrent > 0);`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_ring_timeout_seconds_check" check (ring_timeout_seconds >= 5 and ring_timeout_seconds <= 600);`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_state_check" check ("state" in ('draft', 'scheduled', 'running', 'paused', 'completing', 'completed', 'canceled'));`,
    );
    this.addSql(
      `alter table "campaign" add constraint "campaign_purpose_check" check ("purpose" in ('informational', 'marketing'));`,
    );

    this.addSql(
      `create table "campaign_contact" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "campaign_id" uuid not null, "contact_id" uuid not null, "state" text not null default 'pending', "outcome" text null, "reason" text null, "next_at" timestamptz(6) not null default '1970-01-01 00:00:00+00', "priority" int not null default 0, "attempts_made" int not null default 0, "attempt_id" uuid null, "lease_until" timestamptz(6) null, "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(
      `create index "campaign_contact_due" on "campaign_contact" ("org_id", "campaign_id", "priority" DESC, "next_at") where state = 'pending';`,
    );
    this.addSql(
      `create index "campaign_contact_leased" on "campaign_contact" ("org_id", "campaign_id", "lease_until") where state = 'leased';`,
    );
    this.addSql(
      `create index "campaign_contact_state" on "campaign_contact" ("org_id", "campaign_id", "state");`,
    );
    this.addSql(`create index "campaign_contact_contact" on "campaign_contact" ("org_id", "contact_id");`);
    this.addSql(
      `alter table "campaign_contact" add constraint "campaign_contact_key" unique ("org_id", "campaign_id", "contact_id");`,
    );
    this.addSql(
      `alter table "campaign_contact" add constraint "campaign_contact_state_check" check ("state" in ('pending', 'leased', 'calling', 'done', 'blocked', 'review'));`,
    );

    this.addSql(
      `create table "campaign_control" ("org_id" uuid not null, "campaign_id" uuid not null, "version" int not null default 1, "paused" boolean not null default false, "canceled" boolean not null default false, "pace_cps" numeric null, "max_concurrent" int not null, "budget_micros" bigint null, "updated_by" text not null, "reason" text null, "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "campaign_id"));`,
    );
    this.addSql(
      `alter table "campaign_control" add constraint "campaign_control_max_concurrent_check" check (max_concurrent > 0);`,
    );

    this.addSql(
      `create table "campaign_counter" ("org_id" uuid not null, "campaign_id" uuid not null, "total" int not null default 0, "in_flight" int not null default 0, "placed" int not null default 0, "answered" int not null default 0, "spent_micros" bigint not null default '0', "reserved_micros" bigint not null default '0', primary key ("org_id", "campaign_id"));`,
    );
    this.addSql(
      `alter table "campaign_counter" add constraint "campaign_counter_in_flight_check" check (in_flight >= 0);`,
    );
    this.addSql(
      `alter table "campaign_counter" add constraint "campaign_counter_reserved_check" check (reserved_micros >= 0);`,
    );

    this.addSql(
      `create table "carrier_account" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "provider" text not null, "account_sid" text not null, "auth_token" text not null, "auth_token_previous" text null, "api_base_url" text null, "cps" numeric not null, "max_concurrent" int not null, "next_slot_at" timestamptz(6) not null default '1970-01-01 00:00:00+00', "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(
      `alter table "carrier_account" add constraint "carrier_account_sid_key" unique ("org_id", "provider", "account_sid");`,
    );
    this.addSql(`alter table "carrier_account" add constraint "carrier_account_cps_check" check (cps > 0);`);
    this.addSql(
      `alter table "carrier_account" add constraint "carrier_account_max_concurrent_check" check (max_concurrent > 0);`,
    );
    this.addSql(
      `alter table "carrier_account" add constraint "carrier_account_provider_check" check ("provider" in ('twilio', 'telnyx'));`,
    );

    this.addSql(
      `create table "contact" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "phone_hash" bytea not null, "external_id" text null, "language" text not null, "zone" text null, "region" text null, "country" text not null, "source" text not null, "attributes" jsonb not null default '{}', "import_id" uuid null, "created_at" timestamptz(6) not null default clock_timestamp(), "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "contact_external_id" on "contact" ("org_id", "external_id");`);
    this.addSql(
      `alter table "contact" add constraint "contact_phone_hash_key" unique ("org_id", "phone_hash");`,
    );
    this.addSql(
      `alter table "contact" add constraint "contact_language_check" check ("language" in ('en', 'es', 'cs'));`,
    );

    this.addSql(
      `create table "contact_import" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "call_list_id" uuid not null, "state" text not null default 'queued', "file_name" text not null, "file_path" text not null, "file_sha256" text not null, "byte_size" bigint not null, "byte_offset" bigint not null default '0', "line_no" int not null default 0, "accepted" int not null default 0, "rejected" int not null default 0, "duplicates" int not null default 0, "suppressed" int not null default 0, "error_code" text null, "source" text not null, "default_country" text not null, "created_by" uuid null, "created_at" timestamptz(6) not null default clock_timestamp(), "finished_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(
      `create index "contact_import_pending" on "contact_import" ("id") where state in ('queued', 'running');`,
    );
    this.addSql(
      `alter table "contact_import" add constraint "contact_import_file_key" unique ("org_id", "call_list_id", "file_sha256");`,
    );
    this.addSql(
      `alter table "contact_import" add constraint "contact_import_state_check" check ("state" in ('queued', 'running', 'completed', 'failed'));`,
    );

    this.addSql(
      `create table "contact_import_row" ("org_id" uuid not null, "import_id" uuid not null, "line_no" int not null, "code" text not null, "reason" text not null, primary key ("org_id", "import_id", "line_no"));`,
    );

    this.addSql(
      `create table "contact_pii" ("org_id" uuid not null, "contact_id" uuid not null, "phone_e164" text not null, "first_name" text null, "last_name" text null, "email" text null, primary key ("org_id", "contact_id"));`,
    );

    this.addSql(
      `create table "dial_decision" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "seq" bigint generated always as identity not null, "campaign_id" uuid null, "contact_id" uuid not null, "attempt_id" uuid not null, "at" timestamptz(6) not null default clock_timestamp(), "rule_at" timestamptz(6) not null, "verdict" text not null, "reasons" jsonb not null, "rulepack_version" text not null, "zone_set" text[] not null, "local_times" jsonb not null, "caps_counts" jsonb not null, "caller_id" text not null, "facts" jsonb not null, "inputs_hash" text not null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "dial_decision_contact" on "dial_decision" ("org_id", "contact_id", "seq");`);
    this.addSql(`create index "dial_decision_attempt" on "dial_decision" ("org_id", "attempt_id", "seq");`);
    this.addSql(
      `alter table "dial_decision" add constraint "dial_decision_verdict_check" check ("verdict" in ('allow', 'not_now', 'block'));`,
    );

    this.addSql(
      `create table "flow" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "name" text not null, "live_version_id" uuid null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );

    this.addSql(
      `create table "flow_draft" ("org_id" uuid not null, "flow_id" uuid not null, "document" jsonb not null, "revision" int not null default 1, "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "flow_id"));`,
    );

    this.addSql(
      `create table "flow_version" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "flow_id" uuid not null, "version" int not null, "document" jsonb not null, "graph" jsonb not null, "prompts" jsonb not null, "reads" text[] not null, "published_by" uuid null, "published_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(
      `alter table "flow_version" add constraint "flow_version_number_key" unique ("org_id", "flow_id", "version");`,
    );

    this.addSql(
      `create table "idempotency_key" ("org_id" uuid not null, "key" text not null, "method_path" text not null, "body_hash" text not null, "status" int null, "response" jsonb null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "key"));`,
    );
    this.addSql(`create index "idempotency_key_created" on "idempotency_key" ("org_id", "created_at");`);

    this.addSql(
      `create table "incident" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "kind" text not null, "attempt_id" uuid null, "detail" jsonb not null, "at" timestamptz(6) not null default clock_timestamp(), "resolved_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "incident_kind" on "incident" ("org_id", "kind", "at");`);

    this.addSql(
      `create table "organization" ("id" uuid not null default uuidv7(), "ref" text not null, "name" text not null, "default_zone" text not null default 'UTC', "default_language" text not null default 'en', "phone_hash_key" bytea not null, "link_key" bytea not null, "unknown_policy" text not null default 'review', "max_call_seconds" int not null default 3600, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("id"));`,
    );
    this.addSql(`alter table "organization" add constraint "organization_ref_key" unique ("ref");`);
    this.addSql(
      `alter table "organization" add constraint "organization_max_call_seconds_check" check (max_call_seconds >= 1 and max_call_seconds <= 14400);`,
    );
    this.addSql(
      `alter table "organization" add constraint "organization_default_language_check" check ("default_language" in ('en', 'es', 'cs'));`,
    );
    this.addSql(
      `alter table "organization" add constraint "organization_unknown_policy_check" check ("unknown_policy" in ('review', 'count_as_attempt'));`,
    );

    this.addSql(
      `create table "outbox" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "kind" text not null, "key" text not null, "payload" jsonb not null, "created_at" timestamptz(6) not null default clock_timestamp(), "sent_at" timestamptz(6) null, "tries" int not null default 0, "next_try_at" timestamptz(6) not null default clock_timestamp(), "last_error" text null, primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "outbox_unsent" on "outbox" ("next_try_at") where sent_at is null;`);
    this.addSql(`create index "outbox_id" on "outbox" ("id") where sent_at is null;`);
    this.addSql(
      `alter table "outbox" add constraint "outbox_kind_check" check ("kind" in ('call_ended', 'ensure_workflow'));`,
    );

    this.addSql(
      `create table "phone_number" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "e164" text not null, "carrier_account_id" uuid not null, "flow_id" uuid null, "language" text not null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(
      `alter table "phone_number" add constraint "phone_number_e164_key" unique ("org_id", "e164");`,
    );
    this.addSql(
      `alter table "phone_number" add constraint "phone_number_language_check" check ("language" in ('en', 'es', 'cs'));`,
    );

    this.addSql(
      `create table "rule_clock" ("singleton" boolean not null default true, "base_app" timestamptz(6) not null, "base_real" timestamptz(6) not null, "rate" double precision not null default 1, primary key ("singleton"));`,
    );
    this.addSql(`alter table "rule_clock" add constraint "rule_clock_singleton_check" check (singleton);`);
    this.addSql(
      `alter table "rule_clock" add constraint "rule_clock_rate_check" check (rate > '0'::double precision);`,
    );

    this.addSql(
      `create table "suppression" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "phone_hash" bytea not null, "scope" text not null default 'all', "source" text not null, "reason" text null, "at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(
      `alter table "suppression" add constraint "suppression_key" unique ("org_id", "phone_hash", "scope");`,
    );

    this.addSql(
      `create table "user" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "email" citext not null, "display_name" text not null, "role" text not null, "password_hash" text not null, "token_version" int not null default 0, "disabled_at" timestamptz(6) null, "created_at" timestamptz(6) not null default clock_timestamp(), primary key ("org_id", "id"));`,
    );
    this.addSql(`create index "user_email_login" on "user" ("email");`);
    this.addSql(`alter table "user" add constraint "user_email_key" unique ("org_id", "email");`);
    this.addSql(
      `alter table "user" add constraint "user_role_check" check ("role" in ('agent', 'supervisor', 'admin'));`,
    );

    this.addSql(
      `create table "webhook_inbox" ("org_id" uuid not null, "id" uuid not null default uuidv7(), "provider" text not null, "dedupe_key" text not null, "attempt_id" uuid null, "raw" jsonb not null, "received_at" timestamptz(6) not null default clock_timestamp(), "applied_at" timestamptz(6) null, primary key ("org_id", "id"));`,
    );
    this.addSql(
      `create index "webhook_inbox_attempt" on "webhook_inbox" ("org_id", "attempt_id", "received_at");`,
    );
    this.addSql(
      `alter table "webhook_inbox" add constraint "webhook_inbox_dedupe_key" unique ("org_id", "dedupe_key");`,
    );

    this.addSql(`alter table "attempt_event" enable row level security;`);
    this.addSql(`alter table "attempt_event" force row level security;`);
    this.addSql(
      `create policy "tenant" on "attempt_event" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "call" enable row level security;`);
    this.addSql(`alter table "call" force row level security;`);
    this.addSql(
      `create policy "tenant" on "call" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "call_attempt" enable row level security;`);
    this.addSql(`alter table "call_attempt" force row level security;`);
    this.addSql(
      `create policy "tenant" on "call_attempt" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "call_leg" enable row level security;`);
    this.addSql(`alter table "call_leg" force row level security;`);
    this.addSql(
      `create policy "tenant" on "call_leg" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "call_list" enable row level security;`);
    this.addSql(`alter table "call_list" force row level security;`);
    this.addSql(
      `create policy "tenant" on "call_list" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "call_list_member" enable row level security;`);
    this.addSql(`alter table "call_list_member" force row level security;`);
    this.addSql(
      `create policy "tenant" on "call_list_member" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "campaign" enable row level security;`);
    this.addSql(`alter table "campaign" force row level security;`);
    this.addSql(
      `create policy "tenant" on "campaign" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "campaign_contact" enable row level security;`);
    this.addSql(`alter table "campaign_contact" force row level security;`);
    this.addSql(
      `create policy "tenant" on "campaign_contact" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "campaign_control" enable row level security;`);
    this.addSql(`alter table "campaign_control" force row level security;`);
    this.addSql(
      `create policy "tenant" on "campaign_control" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "campaign_counter" enable row level security;`);
    this.addSql(`alter table "campaign_counter" force row level security;`);
    this.addSql(
      `create policy "tenant" on "campaign_counter" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "carrier_account" enable row level security;`);
    this.addSql(`alter table "carrier_account" force row level security;`);
    this.addSql(
      `create policy "tenant" on "carrier_account" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "contact" enable row level security;`);
    this.addSql(`alter table "contact" force row level security;`);
    this.addSql(
      `create policy "tenant" on "contact" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "contact_import" enable row level security;`);
    this.addSql(`alter table "contact_import" force row level security;`);
    this.addSql(
      `create policy "tenant" on "contact_import" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "contact_import_row" enable row level security;`);
    this.addSql(`alter table "contact_import_row" force row level security;`);
    this.addSql(
      `create policy "tenant" on "contact_import_row" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "contact_pii" enable row level security;`);
    this.addSql(`alter table "contact_pii" force row level security;`);
    this.addSql(
      `create policy "tenant" on "contact_pii" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "dial_decision" enable row level security;`);
    this.addSql(`alter table "dial_decision" force row level security;`);
    this.addSql(
      `create policy "tenant" on "dial_decision" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "flow" enable row level security;`);
    this.addSql(`alter table "flow" force row level security;`);
    this.addSql(
      `create policy "tenant" on "flow" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "flow_draft" enable row level security;`);
    this.addSql(`alter table "flow_draft" force row level security;`);
    this.addSql(
      `create policy "tenant" on "flow_draft" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "flow_version" enable row level security;`);
    this.addSql(`alter table "flow_version" force row level security;`);
    this.addSql(
      `create policy "tenant" on "flow_version" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "idempotency_key" enable row level security;`);
    this.addSql(`alter table "idempotency_key" force row level security;`);
    this.addSql(
      `create policy "tenant" on "idempotency_key" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "incident" enable row level security;`);
    this.addSql(`alter table "incident" force row level security;`);
    this.addSql(
      `create policy "tenant" on "incident" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "organization" enable row level security;`);
    this.addSql(`alter table "organization" force row level security;`);
    this.addSql(
      `create policy "tenant" on "organization" using (id = nullif(current_setting('app.org', true), '')::uuid) with check (id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "outbox" enable row level security;`);
    this.addSql(`alter table "outbox" force row level security;`);
    this.addSql(
      `create policy "tenant" on "outbox" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "phone_number" enable row level security;`);
    this.addSql(`alter table "phone_number" force row level security;`);
    this.addSql(
      `create policy "tenant" on "phone_number" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "suppression" enable row level security;`);
    this.addSql(`alter table "suppression" force row level security;`);
    this.addSql(
      `create policy "tenant" on "suppression" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "user" enable row level security;`);
    this.addSql(`alter table "user" force row level security;`);
    this.addSql(
      `create policy "tenant" on "user" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
    this.addSql(`alter table "webhook_inbox" enable row level security;`);
    this.addSql(`alter table "webhook_inbox" force row level security;`);
    this.addSql(
      `create policy "tenant" on "webhook_inbox" using (org_id = nullif(current_setting('app.org', true), '')::uuid) with check (org_id = nullif(current_setting('app.org', true), '')::uuid);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "attempt_event";`);
    this.addSql(`drop table if exists "call";`);
    this.addSql(`drop table if exists "call_attempt";`);
    this.addSql(`drop table if exists "call_leg";`);
    this.addSql(`drop table if exists "call_list";`);
    this.addSql(`drop table if exists "call_list_member";`);
    this.addSql(`drop table if exists "campaign";`);
    this.addSql(`drop table if exists "campaign_contact";`);
    this.addSql(`drop table if exists "campaign_control";`);
    this.addSql(`drop table if exists "campaign_counter";`);
    this.addSql(`drop table if exists "carrier_account";`);
    this.addSql(`drop table if exists "contact";`);
    this.addSql(`drop table if exists "contact_import";`);
    this.addSql(`drop table if exists "contact_import_row";`);
    this.addSql(`drop table if exists "contact_pii";`);
    this.addSql(`drop table if exists "dial_decision";`);
    this.addSql(`drop table if exists "flow";`);
    this.addSql(`drop table if exists "flow_draft";`);
    this.addSql(`drop table if exists "flow_version";`);
    this.addSql(`drop table if exists "idempotency_key";`);
    this.addSql(`drop table if exists "incident";`);
    this.addSql(`drop table if exists "organization";`);
    this.addSql(`drop table if exists "outbox";`);
    this.addSql(`drop table if exists "phone_number";`);
    this.addSql(`drop table if exists "rule_clock";`);
    this.addSql(`drop table if exists "suppression";`);
    this.addSql(`drop table if exists "user";`);
    this.addSql(`drop table if exists "webhook_inbox";`);
  }
}
