import { Redis } from 'ioredis';
import { redisPart } from '../../tools/stack/parts/redis.ts';
import { testServer } from './test-server.ts';

const DATABASES = 4_096;
const COUNTER_KEY = 'next-database';

/** A Redis database of one's own (url with its index) on the run's shared throwaway server, started at first use. */
export async function testRedis(): Promise<{ url: string }> {
  const port = await testServer('redis', (options) => redisPart({ ...options, databases: DATABASES }));
  const counter = new Redis(`redis://127.0.0.1:${port}/0`, { maxRetriesPerRequest: 1 });
  try {
    // Index 0 holds the counter itself.
    const index = 1 + ((await counter.incr(COUNTER_KEY)) % (DATABASES - 1));
    return { url: `redis://127.0.0.1:${port}/${index}` };
  } finally {
    counter.disconnect();
  }
}
