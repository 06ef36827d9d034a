import { afterEach, describe, expect, it } from '@jest/globals';
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
});
