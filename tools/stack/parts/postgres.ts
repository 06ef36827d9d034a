import { chmodSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Layout } from '../layout.ts';
import type { Part } from '../part.ts';
import { readRecord } from '../process-record.ts';
import type { StackSecrets } from '../secrets.ts';
import { asPostgresOwner, postgresBinaries, postgresOwner } from './postgres-binaries.ts';
import { clearStalePostmaster, initialiseCluster } from './postgres-cluster.ts';

/** Connection strings of one database, by role; `superuser` is for the stack alone, processes get `user` and `system`. */
export interface DatabaseUrls {
  superuser: string;
  owner: string;
  user: string;
  system: string;
  backup: string;
}

/** Name of the application's database. */
export const databaseName = 'evercall';

const rolesFile = join(dirname(fileURLToPath(import.meta.url)), '..', 'roles.sql');

/** The URLs of `database` on the development server at `port`. */
export function databaseUrls(
  port: number,
  secrets: StackSecrets,
  database: string = databaseName,
): DatabaseUrls {
  const url = (role: string, password: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  return {
    superuser: url('postgres', secrets.postgresSuperuserPassword),
    owner: url('app_owner', secrets.appOwnerPassword),
    user: url('app_user', secrets.appUserPassword),
    system: url('app_system', secrets.appSystemPassword),
    backup: url('app_backup', secrets.appBackupPassword),
  };
}

/** Runs `work` on one connection and closes it, come what may. */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away in mid-query also fails the query; without a listener the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Creates `database` when missing, with the roles, grants and extensions of roles.sql. Idempotent. */
export async function ensureDatabase(
  port: number,
  secrets: StackSecrets,
  database: string = databaseName,
): Promise<void> {
  await withConnection(databaseUrls(port, secrets, 'postgres').superuser, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  });
  await withConnection(databaseUrls(port, secrets, database).superuser, async (client) => {
    const passwords = {
      app_owner: secrets.appOwnerPassword,
      app_user: secrets.appUserPassword,
      app_system: secrets.appSystemPassword,
      app_backup: secrets.appBackupPassword,
    };
    for (const [role, password] of Object.entries(passwords))
      await client.query('SELECT set_config($1, $2, false)', [`evercall.${role}_password`, password]);
    await client.query(readFileSync(rolesFile, 'utf8'));
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    await withConnection(url, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL from the npm package, data in the layout. `durable: false` (throwaway test servers only) turns fsync off. */
export function postgresPart(options: {
  layout: Layout;
  port: number;
  secrets: StackSecrets;
  durable?: boolean;
}): Part {
  const { layout, port, secrets, durable = true } = options;
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
  };
  return {
    name: 'postgres',
    address: `127.0.0.1:${port}`,
    ports: [port],
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions instead of waiting for them.
    stopSignal: 'SIGINT',
    graceMs: 20_000,
    readyDeadlineMs: 60_000,
    exitsOnStdinClose: false,
    mend: `read ${join(layout.logs, 'postgres.log')}`,
    async prepare() {
      initialiseCluster(layout.postgres, secrets.postgresSuperuserPassword);
      await clearStalePostmaster(layout.postgres, readRecord(layout, 'postgres'));
      chmodSync(layout.stateDir, 0o755);
    },
    command() {
      const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
      const { postgres } = postgresBinaries();
      const args = ['-D', layout.postgres, '-p', String(port), ...flags];
      const command = asPostgresOwner(postgres, args, layout.postgres, postgresOwner());
      return { ...command, cwd: '/', env: { LC_ALL: 'C' }, executable: postgres };
    },
    isReady: () => answers(databaseUrls(port, secrets, 'postgres').superuser),
    afterReady: () => ensureDatabase(port, secrets),
  };
}
