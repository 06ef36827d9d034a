import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endOrphans, endProcess } from '../end-process.ts';
import { executableOf, startMarkOf } from '../process-identity.ts';
import type { ProcessRecord } from '../process-record.ts';
import { StackError } from '../stack-error.ts';
import { asPostgresOwner, postgresBinaries, postgresMajor, postgresOwner } from './postgres-binaries.ts';
import { errorMessage } from '../error-code.ts';

function versionOf(dataDir: string): string | undefined {
  try {
    return readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Makes the data directory by initdb (superuser `postgres`, password sign-in only). A finished one is left as it is; another version's is refused. */
export function initialiseCluster(dataDir: string, superuserPassword: string): void {
  const version = versionOf(dataDir);
  if (version === String(postgresMajor) && existsSync(join(dataDir, 'global', 'pg_control'))) return;
  if (version !== undefined && version !== String(postgresMajor))
    throw new StackError(
      `The data directory ${dataDir} was made by PostgreSQL ${version}, and this is PostgreSQL ${postgresMajor}.`,
      `mv ${dataDir} ${dataDir}.${version} (a fresh one is then made; the old data stays in the moved directory)`,
    );
  const owner = postgresOwner();
  const fresh = `${dataDir}.new`;
  // initdb was cut short, if these are here: start over.
  rmSync(fresh, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  const passwordFile = join(dirname(dataDir), '.initdb-password');
  writeFileSync(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
  if (owner !== undefined) for (const path of [fresh, passwordFile]) chownSync(path, owner.uid, owner.gid);
  try {
    runInitdb(fresh, passwordFile, owner);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  execFileSync('mv', [fresh, dataDir]);
}

function runInitdb(
  dataDir: string,
  passwordFile: string,
  owner: { uid: number; gid: number } | undefined,
): void {
  const args = ['-D', dataDir, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const locale = [
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const { initdb, postgres } = postgresBinaries();
  for (const program of [initdb, postgres]) ensureExecutable(program);
  const { file, args: fullArgs, uid, gid } = asPostgresOwner(initdb, [...args, ...locale], dataDir, owner);
  try {
    const identity = uid === undefined || gid === undefined ? {} : { uid, gid };
    execFileSync(file, fullArgs, {
      ...identity,
      cwd: '/',
      stdio: 'pipe',
      env: { ...process.env, LC_ALL: 'C' },
    });
  } catch (cause) {
    const output = errorMessage(cause).trim();
    const diskFull = output.includes('No space left on device');
    throw new StackError(
      diskFull ? 'The disk is full: the database could not be created.' : `initdb failed: ${output}`,
      diskFull
        ? 'free some space (see `df -h .`) and run the same command again'
        : `rm -r ${dataDir} and try again`,
      { cause },
    );
  }
}

function ensureExecutable(file: string): void {
  try {
    execFileSync('test', ['-x', file]);
  } catch {
    chmodSync(file, 0o755);
  }
}

/**
 * Clears what a killed postmaster left: its orphaned backends, and its lock file where the pid in it is no
 * PostgreSQL of ours. A postmaster that still serves this data directory, though unrecorded, is ended.
 */
export async function clearStalePostmaster(
  dataDir: string,
  record: ProcessRecord | undefined,
): Promise<void> {
  if (record !== undefined) await endOrphans(record);
  const lockFile = join(dataDir, 'postmaster.pid');
  let pid: number;
  try {
    pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  } catch {
    return;
  }
  const startMark = startMarkOf(pid);
  const { postgres } = postgresBinaries();
  if (startMark !== undefined && executableOf(pid) === postgres) {
    const stray = {
      name: 'postgres',
      pid,
      startMark,
      executable: postgres,
      args: [],
      stopSignal: 'SIGINT' as const,
    };
    await endProcess({ ...stray, startedAt: new Date().toISOString() });
  }
  rmSync(lockFile, { force: true });
}
