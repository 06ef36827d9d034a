import { Migration } from '@mikro-orm/migrations';

export class Migration20261121123917_list_indexes extends Migration {
  override name = 'Migration20261121123917_list_indexes';

  override up(): void | Promise<void> {
    this.addSql(
      `create index "call_flow_path" on "call" ("org_id", "flow_version_id", "created_at") where path is not null;`,
    );

    this.addSql(`create index "callback_phone_number" on "callback" ("org_id", "phone_number_id", "id");`);
    this.addSql(
      `create index "callback_flow_version" on "callback" ("org_id", "flow_version_id") where finished_at is null;`,
    );

    this.addSql(`drop index "voicemail_phone_number";`);
    this.addSql(
      `create index "voicemail_from" on "voicemail" ("org_id", "from_e164", "id") where deleted_at is null;`,
    );
    this.addSql(`create index "voicemail_phone_number" on "voicemail" ("org_id", "phone_number_id", "id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "call_flow_path";`);

    this.addSql(`drop index "callback_phone_number";`);
    this.addSql(`drop index "callback_flow_version";`);

    this.addSql(`drop index "voicemail_from";`);
    this.addSql(`drop index "voicemail_phone_number";`);
    this.addSql(
      `create index "voicemail_phone_number" on "voicemail" ("org_id", "phone_number_id", "id") where deleted_at is null;`,
    );
  }
}
