import { spawn } from 'node:child_process';

const KEPT_OUTPUT_CHARS = 4_000;

/**
 * Runs a program to its end and answers what it printed on stdout. Throws with the last lines of its output when it
 * fails, cannot be run, or takes longer than `deadlineMs` (its whole group is then killed).
 */
export function runCommand(
  file: string,
  args: readonly string[],
  { deadlineMs, cwd, env }: { deadlineMs: number; cwd?: string; env?: Record<string, string> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    let stdout = '';
    let tail = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      tail = (tail + text).slice(-KEPT_OUTPUT_CHARS);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-KEPT_OUTPUT_CHARS);
    });
    const killGroup = (): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    // Being a group of its own, it would outlive a Ctrl-C.
    process.once('exit', killGroup);
    const timer = setTimeout(killGroup, deadlineMs);
    const settle = (): void => {
      clearTimeout(timer);
      process.off('exit', killGroup);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code, signal) => {
      settle();
      if (code === 0) return resolve(stdout);
      const how = signal === null ? `failed with code ${code}` : `was ended after ${deadlineMs / 1000} s`;
      reject(new Error(`\`${file} ${args[0] ?? ''}\` ${how}: ${lastLines(tail)}`));
    });
  });
}

function lastLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .slice(-3)
    .join(' | ');
}
