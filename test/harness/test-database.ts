import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../../tools/stack/lock-file.ts';
import {
  type DatabaseUrls,
  databaseUrls,
  ensureDatabase,
  postgresPart,
  withConnection,
} from '../../tools/stack/parts/postgres.ts';
import { loadSecrets, type StackSecrets } from '../../tools/stack/secrets.ts';
import { testLayout } from './test-run.ts';
import { testServer } from './test-server.ts';

const MIGRATED_TEMPLATE = 'template_migrated';
const EMPTY_TEMPLATE = 'template_empty';

/** A database of one test file: connect by `urls.user` (or `system`) as the processes do; `drop` ends its sessions too. */
export interface TestDatabase {
  name: string;
  urls: DatabaseUrls;
  drop(): Promise<void>;
}

/** The run's shared throwaway PostgreSQL, started at first use: its port and passwords. */
export async function testPostgres(): Promise<{ port: number; secrets: StackSecrets }> {
  const secrets = await withLock(
    join(testLayout().stateDir, 'secrets.lock'),
    { what: 'secrets', deadlineMs: 5_000 },
    async () => loadSecrets(testLayout()),
  );
  const port = await testServer('postgres', (options) =>
    postgresPart({ ...options, secrets, durable: false }),
  );
  return { port, secrets };
}

/** Makes a template once a run, whichever test file asks first. */
async function ensureTemplate(name: string, port: number, secrets: StackSecrets): Promise<void> {
  const directory = testLayout().stateDir;
  const finished = join(directory, `${name}.finished`);
  const lock = { what: `the migration of ${name}`, deadlineMs: 120_000 };
  await withLock(join(directory, `${name}.lock`), lock, async () => {
    if (existsSync(finished)) return;
    await ensureDatabase(port, secrets, name);
    if (name === MIGRATED_TEMPLATE) {
      const { migrateUp } = await import('../../db/migrate.ts');
      await migrateUp(databaseUrls(port, secrets, name).owner);
    }
    writeFileSync(finished, '');
  });
}

/**
 * A fresh database, cloned (some 50 ms) from a template migrated once a run; `migrated: false` gives roles, grants and
 * extensions only, for tests of the migrations themselves. Call `drop()` in afterAll.
 */
export async function testDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const { port, secrets } = await testPostgres();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = migrated ? MIGRATED_TEMPLATE : EMPTY_TEMPLATE;
  await ensureTemplate(template, port, secrets);
  const { superuser } = databaseUrls(port, secrets, 'postgres');
  await withConnection(superuser, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER app_owner`);
    // Privileges on a database itself are not cloned with it.
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO app_user, app_system, app_backup`);
  });
  return {
    name,
    urls: databaseUrls(port, secrets, name),
    async drop() {
      await withConnection(superuser, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      );
    },
  };
}
