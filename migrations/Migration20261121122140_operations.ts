import { Migration } from '@mikro-orm/migrations';

export class Migration20261121122140_operations extends Migration {
  override name = 'Migration20261121122140_operations';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "breaker_override" ("name" text not null, "forced" text not null, "reason" text null, "updated_by" text not null, "updated_at" timestamptz(6) not null default clock_timestamp(), primary key ("name"));`,
    );

    this.addSql(
      `create table "breaker_report" ("process_id" text not null, "name" text not null, "state" text not null, "failures" int not null default 0, "successes" int not null default 0, "changed_at" timestamptz(6) not null, "reported_at" timestamptz(6) not null default clock_timestamp(), primary key ("process_id", "name"));`,
    );
    this.addSql(`create index "breaker_report_name" on "breaker_report" ("name");`);
    this.addSql(`create index "breaker_report_reported" on "breaker_report" ("reported_at");`);

    this.addSql(
      `create table "service_instance" ("id" text not null, "name" text not null, "version" text not null, "queues" text[] not null, "host" text not null, "pid" int not null, "started_at" timestamptz(6) not null, "heartbeat_at" timestamptz(6) not null default clock_timestamp(), "stopped_at" timestamptz(6) null, primary key ("id"));`,
    );
    this.addSql(`create index "service_instance_name" on "service_instance" ("name", "started_at");`);
    this.addSql(`create index "service_instance_heartbeat" on "service_instance" ("heartbeat_at");`);

    this.addSql(
      `create table "trace_span" ("trace_id" text not null, "span_id" text not null, "parent_id" text null, "name" text not null, "kind" text not null, "process" text not null, "started_at" timestamptz(6) not null, "duration_us" bigint not null, "status" text not null default 'unset', "attributes" jsonb not null default '{}', "org_id" uuid null, primary key ("trace_id", "span_id"));`,
    );
    this.addSql(`create index "trace_span_started" on "trace_span" ("started_at");`);
    this.addSql(`create index "trace_span_root" on "trace_span" ("started_at") where parent_id is null;`);
    this.addSql(`create index "trace_span_error" on "trace_span" ("started_at") where status = 'error';`);
    this.addSql(`create index "trace_span_name" on "trace_span" ("name", "started_at");`);

    this.addSql(
      `alter table "breaker_override" add constraint "breaker_override_forced_check" check ("forced" in ('open', 'closed'));`,
    );

    this.addSql(
      `alter table "breaker_report" add constraint "breaker_report_failures_check" check (failures >= 0);`,
    );
    this.addSql(
      `alter table "breaker_report" add constraint "breaker_report_successes_check" check (successes >= 0);`,
    );
    this.addSql(
      `alter table "breaker_report" add constraint "breaker_report_state_check" check ("state" in ('closed', 'open', 'half_open'));`,
    );

    this.addSql(
      `alter table "trace_span" add constraint "trace_span_duration_us_check" check (duration_us >= 0);`,
    );
    this.addSql(
      `alter table "trace_span" add constraint "trace_span_kind_check" check ("kind" in ('internal', 'server', 'client', 'producer', 'consumer'));`,
    );
    this.addSql(
      `alter table "trace_span" add constraint "trace_span_status_check" check ("status" in ('unset', 'ok', 'error'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "breaker_override" cascade;`);
    this.addSql(`drop table if exists "breaker_report" cascade;`);
    this.addSql(`drop table if exists "service_instance" cascade;`);
    this.addSql(`drop table if exists "trace_span" cascade;`);
  }
}
