import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { tellFirstStatistics } from './first-statistics.ts';
import { migrationOptions } from './migration-options.ts';

/** Names of the migrations that ran, in order. */
export interface MigrationReport {
  migrations: string[];
}

async function withMigrator<T>(
  ownerUrl: string,
  work: (orm: MikroORM, owner: pg.Client) => Promise<T>,
): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    // Two starts at once migrate one after the other; the second finds nothing to do.
    await owner.query(`SELECT pg_advisory_lock(hashtextextended('evercall.migrations', 0))`);
    const orm = await MikroORM.init(migrationOptions(ownerUrl));
    try {
      return await work(orm, owner);
    } finally {
      await orm.close();
    }
  } finally {
    await owner.end();
  }
}

/** Brings the database of `ownerUrl` (role app_owner) to the newest schema, all or nothing. Idempotent. */
export async function migrateUp(ownerUrl: string): Promise<MigrationReport> {
  return withMigrator(ownerUrl, async (orm, owner) => {
    const done = await orm.migrator.up();
    await tellFirstStatistics(owner);
    return { migrations: done.map((migration) => migration.name) };
  });
}

/** Takes the database of `ownerUrl` back to empty. EFFECT: every table and its rows are gone. Idempotent. */
export async function migrateDown(ownerUrl: string): Promise<MigrationReport> {
  return withMigrator(ownerUrl, async (orm) => {
    const done = await orm.migrator.down({ to: 0 });
    return { migrations: done.map((migration) => migration.name) };
  });
}

/** What is not as it should be: migrations still to run, and entities the committed snapshot does not match. */
export interface MigrationCheck {
  pending: string[];
  entitiesDiffer: boolean;
}

/** Compares entities, snapshot and database without changing any. */
export async function checkMigrations(ownerUrl: string): Promise<MigrationCheck> {
  return withMigrator(ownerUrl, async (orm) => {
    const pending = await orm.migrator.getPending();
    return {
      pending: pending.map((migration) => migration.name),
      entitiesDiffer: await orm.migrator.checkSchema(),
    };
  });
}

async function main(): Promise<void> {
  const commands = { up: migrateUp, down: migrateDown, check: checkMigrations };
  const ownerUrl = process.env.DATABASE_OWNER_URL;
  const command = commands[process.argv[2] as keyof typeof commands];
  if (!command || !ownerUrl) {
    process.stderr.write('usage: DATABASE_OWNER_URL=… node db/migrate.ts up|down|check\n');
    process.exitCode = 2;
    return;
  }
  const report = await command(ownerUrl);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if ('entitiesDiffer' in report && (report.entitiesDiffer || report.pending.length > 0))
    process.exitCode = 1;
}

if (import.meta.main) await main();
