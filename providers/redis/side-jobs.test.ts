import { afterEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { until } from '../../test/api/harness/until.ts';
import { testRedis } from '../../test/harness/test-redis.ts';
import { startSideJobs } from './side-jobs.ts';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

describe('startSideJobs', () => {
  it('runs a job again and again, and goes on after one that fails', async () => {
    const errors: unknown[] = [];
    const threeRuns = Promise.withResolvers<void>();
    let runs = 0;
    const run = async () => {
      runs += 1;
      if (runs === 3) threeRuns.resolve();
      if (runs === 1) throw new Error('the first run fails');
    };
    const jobs = await startSideJobs(
      (await testRedis()).url,
      [{ name: `job-${process.pid}`, everyMs: 50, run }],
      (error) => errors.push(error),
    );
    close = jobs.close;
    await threeRuns.promise;
    expect(errors.map(String)).toContain('Error: the first run fails');
  });

  it('goes on after Redis has forgotten everything', async () => {
    const { url } = await testRedis();
    let runs = 0;
    const job = { name: 'forgotten', everyMs: 50, run: async () => void (runs += 1) };
    ({ close } = await startSideJobs(url, [job], () => {}, { lookEveryMs: 100 }));
    await until(async () => runs > 0, 20_000);
    const redis = new Redis(url, { maxRetriesPerRequest: 1 });
    await redis.flushdb();
    redis.disconnect();
    const before = runs;
    await until(async () => runs >= before + 3, 20_000);
  }, 60_000);
});
