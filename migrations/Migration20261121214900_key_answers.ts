import { Migration } from '@mikro-orm/migrations';

export class Migration20261121214900_key_answers extends Migration {
  override name = 'Migration20261121214900_key_answers';

  override up(): void {
    this.addSql(`alter table "provider_key" add "is_valid" boolean null;`);
    // Of every organization, so past their rows' security. What was said of a key that is revoked is not known any more.
    this.addSql(`alter table "provider_key" no force row level security;`);
    this.addSql(`
      update "provider_key" set "is_valid" = ("state" = 'active')
       where "validated_at" is not null and "state" <> 'revoked'`);
    this.addSql(`alter table "provider_key" force row level security;`);
  }

  override down(): void {
    this.addSql(`alter table "provider_key" drop column "is_valid";`);
  }
}
