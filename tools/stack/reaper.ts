import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** A watcher that outlives this process; `dismiss` sends it away when everything was ended in order. */
export interface Reaper {
  pid: number;
  dismiss(): void;
}

/**
 * Starts a shell that waits for this process to end, however it ends (the pipe on its stdin closes), and then runs
 * `node script args`. It costs 1 MB; being in a group of its own, a signal to ours does not reach it.
 */
export function startReaper(script: string, args: readonly string[]): Reaper {
  const wait = 'cat >/dev/null; exec "$0" "$@"';
  const shell = spawn('/bin/sh', ['-c', wait, process.execPath, script, ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  // A watcher that could not start leaves the cleaning to the next start.
  shell.on('error', () => undefined);
  const dismiss = (): void => {
    if (shell.pid === undefined || shell.exitCode !== null || shell.signalCode !== null) return;
    // The whole group: the shell and its `cat`.
    process.kill(-shell.pid, 'SIGKILL');
  };
  return { pid: shell.pid ?? 0, dismiss };
}
