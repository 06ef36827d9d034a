import { Migration } from '@mikro-orm/migrations';

export class Migration20261121225300_keys_of_ended_makers extends Migration {
  override name = 'Migration20261121225300_keys_of_ended_makers';

  override up(): void {
    // Administrators alone make keys: who is none any more was closed, or got a lower role, before that ended the keys.
    for (const table of ['user', 'api_key'])
      this.addSql(`alter table "${table}" no force row level security;`);
    this.addSql(`
      update "api_key" k set "revoked_at" = clock_timestamp()
        from "user" u
       where u.org_id = k.org_id and u.id = k.created_by and k.revoked_at is null
         and (u.disabled_at is not null or u.role <> 'admin')`);
    for (const table of ['user', 'api_key']) this.addSql(`alter table "${table}" force row level security;`);
  }

  override down(): void {
    // Which keys were revoked here is not known any more.
  }
}
