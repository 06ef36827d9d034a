import { statfs } from 'node:fs/promises';
import { deepHealthSchema } from '../../../contracts/health.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readiness } from '../../health/readiness.ts';

/** Readiness with memory, disk and connections of this process. */
export const deep = defineEndpoint({
  id: 'deep',
  method: 'get',
  path: '/health/deep',
  tag: 'health',
  summary: 'Deep health: dependencies, memory, disk, connections',
  auth: 'none',
  responses: {
    200: { description: 'It can serve.', schema: deepHealthSchema },
    503: { description: 'A dependency is down, or the process is draining.', schema: deepHealthSchema },
  },
  errors: [],
  handle: async ({ deps }) => {
    const [state, disk] = await Promise.all([readiness(deps), diskOf(deps.settings.dataDir)]);
    const memory = process.memoryUsage();
    const { totalCount, idleCount, waitingCount } = deps.pool;
    return {
      status: state.status === 'up' ? 200 : 503,
      body: {
        ...state,
        uptimeSeconds: Math.floor(process.uptime()),
        memory: { rssBytes: memory.rss, heapUsedBytes: memory.heapUsed },
        disk,
        databasePool: { total: totalCount, idle: idleCount, waiting: waitingCount },
      },
    };
  },
});

/** Free and total bytes of the file system of a folder; null when the folder is not there. */
async function diskOf(folder: string): Promise<{ freeBytes: number; totalBytes: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}
