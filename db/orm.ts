import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { entities } from './entities.ts';

/** Options of MikroORM common to the processes and the command line. */
export function ormOptions(url: string): Options {
  return {
    clientUrl: url,
    entities: [...entities],
    forceUtcTimezone: true,
    allowGlobalContext: false,
  };
}

/**
 * The ORM of the API's plain reads and writes, connected as `app_user`. Each request takes its own
 * `em.fork({ session: { variables: { 'app.org': orgId } } })`; without it every table is empty.
 * `em.getConnection().execute()` does not carry the organization: use `withOrg` for SQL.
 */
export async function createOrm(url: string, options: { maxConnections?: number } = {}): Promise<MikroORM> {
  return MikroORM.init({ ...ormOptions(url), pool: { min: 0, max: options.maxConnections ?? 10 } });
}
