import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import type { Options } from '@mikro-orm/postgresql';
import { ormOptions } from './orm.ts';

const folder = fileURLToPath(new URL('../migrations', import.meta.url));

/** Options of MikroORM with its migrator, connected as the owner; for migrations and the command line only. */
export function migrationOptions(ownerUrl: string): Options {
  return {
    ...ormOptions(ownerUrl),
    extensions: [Migrator],
    migrations: {
      path: folder,
      pathTs: folder,
      emit: 'ts',
      snapshotName: '.snapshot',
      // The snapshot is what the entities say, not what a database happens to hold.
      snapshotOnMigrate: false,
      transactional: true,
      allOrNothing: true,
      silent: true,
      disableForeignKeys: false,
    },
    schemaGenerator: {
      disableForeignKeys: false,
      // These are written by hand, in the migrations after the generated one.
      createForeignKeyConstraints: false,
      ignoreTriggers: true,
      ignoreRoutines: true,
    },
  };
}
