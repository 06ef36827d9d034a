import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from './logger.ts';

const ASK_AGAIN_MS = 500;

/**
 * Does `connect` until it works: a process that starts while a server is away waits for it, instead of dying and being
 * started again. Each failure is logged with `what`.
 */
export async function patiently<T>(what: string, logger: Logger, connect: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      logger.warn({ err: error }, `${what} cannot be reached yet`);
      await delay(ASK_AGAIN_MS);
    }
  }
}
