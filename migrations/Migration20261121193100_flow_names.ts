import { Migration } from '@mikro-orm/migrations';

export class Migration20261121193100_flow_names extends Migration {
  override name = 'Migration20261121193100_flow_names';

  override up(): void {
    this.addSql(`create index "flow_name" on "flow" ("org_id", "name", "id") where deleted_at is null;`);
  }

  override down(): void {
    this.addSql(`drop index "flow_name";`);
  }
}
