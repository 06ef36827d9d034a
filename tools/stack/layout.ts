import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository: an absolute path without a trailing slash. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** What is built from the sources of this checkout and named by their content, so that stacks and tests share it. */
export const buildCache = join(repositoryRoot, '.evercall', 'cache');

/** Where one stack keeps its state: absolute paths, all below `stateDir`. */
export interface Layout {
  stateDir: string;
  logs: string;
  run: string;
  postgres: string;
  redis: string;
  temporal: string;
  secretsFile: string;
  portsFile: string;
}

/** Paths of a stack whose state lies in `stateDir` (default: `.evercall` in the repository). Touches nothing. */
export function layoutOf(stateDir: string = join(repositoryRoot, '.evercall')): Layout {
  const dir = resolve(stateDir);
  return {
    stateDir: dir,
    logs: join(dir, 'logs'),
    run: join(dir, 'run'),
    postgres: join(dir, 'postgres'),
    redis: join(dir, 'redis'),
    temporal: join(dir, 'temporal'),
    secretsFile: join(dir, 'secrets.json'),
    portsFile: join(dir, 'ports.json'),
  };
}

/** Makes the directories of a layout; the state directory stays traversable, as PostgreSQL runs as another user under root. Idempotent. */
export function makeDirectories(layout: Layout): void {
  for (const dir of [layout.stateDir, layout.logs, layout.run, layout.redis, layout.temporal])
    mkdirSync(dir, { recursive: true });
  chmodSync(layout.stateDir, 0o755);
}

/** The user's cache for what is downloaded or built once: `EVERCALL_CACHE_DIR`, else `evercall` in the XDG cache directory. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return env['EVERCALL_CACHE_DIR'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'evercall');
}
