import { statfs } from 'node:fs/promises';
import type { z } from 'zod';
import { deepHealthSchema } from '../../../contracts/health.schema.ts';
import { countInstances } from '../../../db/services/count-instances.ts';
import type { ApiDeps } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readiness } from '../../health/readiness.ts';
import { taskQueueStates } from '../../health/task-queues.ts';
import { readBreakers } from '../circuit-breakers/breaker-view.ts';

/** Readiness with what this process uses, and how the installation around it stands. */
export const deep = defineEndpoint({
  id: 'deep',
  method: 'get',
  path: '/health/deep',
  tag: 'health',
  summary: 'Deep health: dependencies, queues, memory, disk',
  description:
    'What is asked for cannot be told without Postgres, which knows operators: 503 is then a problem document.',
  auth: 'operator',
  responses: {
    200: { description: 'It can serve.', schema: deepHealthSchema },
    503: { description: 'A dependency is down, or the process is draining.', schema: deepHealthSchema },
  },
  errors: [],
  handle: async ({ deps }) => {
    const [state, lagMs, disk, queues, processes, breakers] = await Promise.all([
      readiness(deps),
      eventLoopLagMs(),
      diskOf(deps.settings.dataDir),
      deps.background.track(taskQueueStates(deps.temporal)),
      countInstances(deps.pool),
      readBreakers(deps),
    ]);
    return {
      status: state.status === 'up' ? 200 : 503,
      body: {
        ...state,
        ...usage(deps, lagMs),
        disk,
        queues,
        processes,
        openBreakers: breakers.filter(({ state: now }) => now !== 'closed').map(({ name }) => name),
      },
    };
  },
});

type Usage = Pick<
  z.input<typeof deepHealthSchema>,
  'uptimeSeconds' | 'memory' | 'eventLoopLagMs' | 'databasePool'
>;

function usage({ pool }: Pick<ApiDeps, 'pool'>, lagMs: number): Usage {
  const { rss, heapUsed } = process.memoryUsage();
  return {
    uptimeSeconds: Math.floor(process.uptime()),
    memory: { rssBytes: rss, heapUsedBytes: heapUsed },
    eventLoopLagMs: lagMs,
    databasePool: { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
  };
}

/** How long work that is due now has to wait for its turn. */
function eventLoopLagMs(): Promise<number> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    setImmediate(() => resolve(Math.round((performance.now() - startedMs) * 100) / 100));
  });
}

/** Free and total bytes of the file system of a folder; null when the folder is not there. */
async function diskOf(folder: string): Promise<{ freeBytes: number; totalBytes: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}
