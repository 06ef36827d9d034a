import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../stack/obtain/run-command.ts';
import type { Obtainable } from '../stack/obtain/make-ready.ts';
import { redisProgram } from '../stack/obtain/obtain-redis.ts';
import { temporalProgram } from '../stack/obtain/obtain-temporal.ts';
import { testServerProgram } from '../stack/obtain/obtain-test-server.ts';
import { cacheDirectory, repositoryRoot } from '../stack/layout.ts';
import { errorMessage } from '../stack/error-code.ts';
import { findOnPath } from '../stack/parts/executables.ts';
import { postgresBinaries } from '../stack/parts/postgres-binaries.ts';
import { StackError } from '../stack/stack-error.ts';
import { type Finding, finding } from './finding.ts';

const VERSION_DEADLINE_MS = 10_000;

/** The first number with dots in what `file --version` prints, or null. */
export async function versionOf(file: string, pattern = /\d+\.\d+(\.\d+)*/): Promise<string | null> {
  try {
    const output = await runCommand(file, ['--version'], { deadlineMs: VERSION_DEADLINE_MS });
    return pattern.exec(output)?.[0] ?? null;
  } catch {
    return null;
  }
}

/** Node: the pinned one runs us, and the installed packages are those of the lock file. */
export function checkNode(): Finding {
  const pinned = join(repositoryRoot, 'node_modules', '.bin', 'node');
  const known = { part: 'node', version: process.versions.node, location: process.execPath };
  const { node } = readDevDependencies();
  if (!existsSync(pinned)) return finding({ ...known, state: 'missing', mend: 'npm ci' });
  return node === process.versions.node
    ? finding({ ...known, state: 'ok', how: 'npm package' })
    : finding({ ...known, state: 'broken', note: `package.json pins ${node}`, mend: 'npm ci' });
}

function readDevDependencies(): Record<string, string> {
  const parsed: unknown = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  if (typeof parsed !== 'object' || parsed === null || !('devDependencies' in parsed)) return {};
  return Object.fromEntries(
    Object.entries(parsed.devDependencies ?? {}).filter(([, value]) => typeof value === 'string'),
  );
}

/** PostgreSQL of the npm package. */
export async function checkPostgresProgram(): Promise<Finding> {
  try {
    const { postgres } = postgresBinaries();
    const version = await versionOf(postgres);
    const known = { part: 'postgres', how: 'npm package', location: postgres, version };
    return version === null
      ? finding({ ...known, state: 'broken', note: 'the program does not run', mend: 'npm ci' })
      : finding({ ...known, state: 'idle' });
  } catch (error) {
    const mend = error instanceof StackError ? error.mend : 'npm ci';
    return finding({ part: 'postgres', state: 'missing', note: errorMessage(error), mend });
  }
}

async function checkObtainable(part: string, program: Obtainable, pattern?: RegExp): Promise<Finding> {
  const location = program.find();
  if (location === undefined)
    return finding({ part, state: 'missing', mend: `node tools/bootstrap.mjs ready ${program.name}` });
  const how = location.startsWith(cacheDirectory()) ? 'got by bootstrap' : 'on PATH';
  const version = pattern === undefined ? null : await versionOf(location, pattern);
  return finding({ part, state: 'idle', how, location, version });
}

/** The Redis (or Valkey) server program. */
export function checkRedisProgram(): Promise<Finding> {
  return checkObtainable('redis', redisProgram, /\d+\.\d+\.\d+/);
}

/** The `temporal` program; its version is that of the server in it. */
export function checkTemporalProgram(): Promise<Finding> {
  return checkObtainable('temporal', temporalProgram, /(?<=Server )\d+\.\d+\.\d+/);
}

/** The time-skipping test server, which tests alone need. */
export async function checkTestServer(): Promise<Finding> {
  const found = await checkObtainable('temporal-test-server', testServerProgram);
  const version = /\/(\d+\.\d+\.\d+)\//.exec(found.location ?? '')?.[1] ?? null;
  return { ...found, state: found.state === 'idle' ? 'ok' : found.state, version, note: 'for tests alone' };
}

/** A Chromium for end-to-end tests; nothing else needs it. */
export async function checkBrowser(): Promise<Finding> {
  const location = findOnPath('chromium', 'chromium-browser', 'google-chrome');
  const known = { part: 'chromium', note: 'for browser tests alone' };
  if (location === undefined)
    return finding({ ...known, state: 'warning', mend: 'sudo apt-get install chromium' });
  return finding({ ...known, state: 'ok', how: 'on PATH', location, version: await versionOf(location) });
}
