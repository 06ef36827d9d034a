import { ConfigError } from './config.ts';
import type { Logger } from './logger.ts';

/** A started process: what it serves, and how it stops taking work, finishes and lets go. */
export interface RunningProcess {
  url?: string;
  logger: Logger;
  close(): Promise<void>;
  /** Settles when the process ends by itself; a rejection is fatal. */
  finished?: Promise<void>;
}

/** A drain that takes longer than this ends in exit code 1. */
const DRAIN_LIMIT_MS = 20_000;

/**
 * Runs a process: starts it, prints the ready line, drains on SIGTERM, SIGINT or the end of its supervisor's pipe.
 * Exit code 0 after a drain, 1 when start, work or drain failed, 2 when the configuration is not valid.
 */
export async function runProcess(name: string, start: () => Promise<RunningProcess>): Promise<void> {
  let running: RunningProcess;
  try {
    running = await start();
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
  const drain = drainOnce(name, running);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => drain(0));
  if (process.env.EVERCALL_SUPERVISED === '1') process.stdin.on('end', () => drain(0)).resume();
  running.finished?.then(
    () => drain(0),
    (error: unknown) => {
      running.logger.fatal({ err: error }, 'process failed');
      drain(1);
    },
  );
  console.log(JSON.stringify({ msg: 'ready', process: name, ...(running.url && { url: running.url }) }));
}

function drainOnce(name: string, running: RunningProcess): (code: number) => void {
  let isDraining = false;
  return (code) => {
    if (isDraining) return;
    isDraining = true;
    running.logger.info({ name }, 'draining');
    setTimeout(() => process.exit(1), DRAIN_LIMIT_MS).unref();
    running.close().then(
      () => process.exit(code),
      (error: unknown) => {
        running.logger.error({ err: error }, 'drain failed');
        process.exit(1);
      },
    );
  };
}
