import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/** How a command ended and what it said on stdout. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly tookMs: number;
}

/**
 * Runs `node ARGS` in the repository to its end, its words kept in `logPath`. It is told to end at the limit, which
 * rejects. `env` is added to ours.
 */
export function runCommand(
  args: readonly string[],
  options: { logPath: string; limitMs: number; env?: Readonly<Record<string, string>> },
): Promise<CommandResult> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  const keep = (chunk: Buffer): void => appendFileSync(options.logPath, chunk);
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    keep(chunk);
  });
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGTERM');
      reject(new Error(`did not end in ${options.limitMs / 1_000} s; see ${options.logPath}`));
    }, options.limitMs);
    child.once('exit', (code) => {
      clearTimeout(limit);
      resolve({ code, stdout, tookMs: performance.now() - startedMs });
    });
  });
}
