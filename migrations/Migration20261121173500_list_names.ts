import { Migration } from '@mikro-orm/migrations';

export class Migration20261121173500_list_names extends Migration {
  override name = 'Migration20261121173500_list_names';

  override up(): void {
    this.addSql(`alter table "call_list" add constraint "call_list_name_key" unique ("org_id", "name");`);
  }

  override down(): void {
    this.addSql(`alter table "call_list" drop constraint "call_list_name_key";`);
  }
}
