import { readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { leastFreeBytes } from '../stack/disk-space.ts';
import { externalServers } from '../stack/external-servers.ts';
import { type Layout, repositoryRoot } from '../stack/layout.ts';
import { postgresMajor } from '../stack/parts/postgres-binaries.ts';
import { withConnection } from '../stack/parts/postgres.ts';
import { redisAnswers } from '../stack/parts/redis.ts';
import { temporalAnswers } from '../stack/parts/temporal-namespace.ts';
import { errorMessage } from '../stack/error-code.ts';
import { type PartStatus, stackStatus } from '../stack/stack-status.ts';
import { checkPostgresProgram, checkRedisProgram, checkTemporalProgram } from './check-programs.ts';
import { type Finding, finding } from './finding.ts';

async function checkDatabaseUrl(url: string): Promise<Finding> {
  const { host, pathname } = new URL(url);
  const known = { part: 'postgres', how: 'DATABASE_URL', location: `${host}${pathname}` };
  try {
    const sql = `SELECT current_setting('server_version') AS version, rolsuper OR rolbypassrls AS unbound
                 FROM pg_roles WHERE rolname = current_user`;
    const { rows } = await withConnection(url, (client) => client.query(sql));
    const [{ version, unbound }] = rows;
    const seen = { ...known, version: String(version), reachable: true };
    if (unbound === true) {
      const note = 'its role is not bound by row-level security';
      return finding({ ...seen, state: 'broken', note, mend: 'name the role app_user in DATABASE_URL' });
    }
    if (Number.parseInt(String(version), 10) >= postgresMajor) return finding({ ...seen, state: 'ok' });
    return finding({
      ...seen,
      state: 'broken',
      note: 'PostgreSQL 18 or later is needed',
      mend: 'upgrade it',
    });
  } catch (error) {
    const mend = 'start that server, or unset DATABASE_URL';
    return finding({ ...known, state: 'broken', reachable: false, note: errorMessage(error), mend });
  }
}

async function checkAnswer(
  known: { part: string; how: string; location: string },
  answers: Promise<boolean>,
  mend: string,
): Promise<Finding> {
  const reachable = await answers;
  return finding({ ...known, reachable, ...(reachable ? { state: 'ok' } : { state: 'broken', mend }) });
}

/** The data directory's version, when it is not ours to open. */
function strangeDataVersion(layout: Layout): string | undefined {
  try {
    const version = readFileSync(join(layout.postgres, 'PG_VERSION'), 'utf8').trim();
    return version === String(postgresMajor) ? undefined : version;
  } catch {
    return undefined;
  }
}

function withRunning(found: Finding, status: PartStatus | undefined): Finding {
  if (status === undefined || found.state !== 'idle' || status.state === 'stopped') return found;
  const { address: location, reachable } = status;
  if (status.state === 'died' || reachable === false)
    return { ...found, state: 'warning', reachable: false, note: 'it has died', mend: 'npm run stack up' };
  return { ...found, state: 'ok', location, reachable, note: `runs as pid ${status.pid}` };
}

/** PostgreSQL, Redis and Temporal: the user's own where the environment names them, else ours, program and process. */
export async function checkServers(layout: Layout): Promise<Finding[]> {
  const external = externalServers();
  const status = await stackStatus(layout);
  const statusOf = (part: string) => status.find(({ name }) => name === part);
  const strange = strangeDataVersion(layout);
  const ownPostgres = async (): Promise<Finding> => {
    const found = withRunning(await checkPostgresProgram(), statusOf('postgres'));
    if (strange === undefined) return found;
    const note = `its data directory was made by PostgreSQL ${strange}`;
    return { ...found, state: 'broken', note, mend: `mv ${layout.postgres} ${layout.postgres}.${strange}` };
  };
  const { database, redisUrl, temporal } = external;
  return Promise.all([
    database === undefined ? ownPostgres() : checkDatabaseUrl(database.user),
    redisUrl === undefined
      ? checkRedisProgram().then((found) => withRunning(found, statusOf('redis')))
      : checkAnswer(
          { part: 'redis', how: 'REDIS_URL', location: new URL(redisUrl).host },
          redisAnswers(redisUrl),
          'start that server, or unset REDIS_URL',
        ),
    temporal === undefined
      ? checkTemporalProgram().then((found) => withRunning(found, statusOf('temporal')))
      : checkAnswer(
          { part: 'temporal', how: 'TEMPORAL_ADDRESS or temporal.toml', location: temporal.address },
          temporalAnswers(temporal.connection, temporal.namespace),
          'start that server, or unset TEMPORAL_ADDRESS',
        ),
  ]);
}

/** Our own processes, those that run or have died. */
export async function checkProcesses(layout: Layout): Promise<Finding[]> {
  const status = await stackStatus(layout);
  return status
    .filter(({ name, state }) => !['postgres', 'redis', 'temporal'].includes(name) && state !== 'stopped')
    .map(({ name: part, state, pid, address: location, reachable }) => {
      if (state === 'running' && reachable !== false)
        return finding({ part, state: 'ok', location, reachable, note: `runs as pid ${pid}` });
      const note = state === 'died' ? 'it has died' : 'it does not answer';
      return finding({
        part,
        state: 'warning',
        location,
        reachable,
        note,
        mend: `read ${layout.logs}/${part}.log`,
      });
    });
}

/** Free space where the state lies. */
export function checkDisk(): Finding {
  const { bavail, bsize } = statfsSync(repositoryRoot);
  const known = {
    part: 'disk',
    location: repositoryRoot,
    note: `${Math.floor((bavail * bsize) / 1e6)} MB free`,
  };
  return bavail * bsize >= leastFreeBytes
    ? finding({ ...known, state: 'ok' })
    : finding({ ...known, state: 'broken', mend: 'free some space (see `df -h .`)' });
}
