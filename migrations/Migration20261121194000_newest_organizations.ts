import { Migration } from '@mikro-orm/migrations';
import { createDefinerFunction, type DefinerFunction } from './steps/migration-steps.ts';

const newest: DefinerFunction = {
  // For operators. Pages by id, the other way round than list_organizations: pass the last id of the page before.
  signature: 'list_newest_organizations(uuid, int)',
  grantees: 'app_user',
  definition: `
    create function list_newest_organizations(before uuid, n int)
    returns table (id uuid, ref text, name text, default_zone text, default_language text,
                   created_at timestamptz, closed_at timestamptz)
    stable as $$
      select o.id, o.ref, o.name, o.default_zone, o.default_language, o.created_at, o.closed_at
        from organization o
       where o.id < coalesce(before, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
       order by o.id desc
       limit n
    $$`,
};

export class Migration20261121194000_newest_organizations extends Migration {
  override name = 'Migration20261121194000_newest_organizations';

  override up(): void {
    for (const sql of createDefinerFunction(newest)) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop function ${newest.signature}`);
  }
}
