import { expect, it } from '@jest/globals';
import { timeSkippingEnvironment } from '../harness/time-skipping.ts';

it('sleeps thirty days in a moment', async () => {
  const environment = await timeSkippingEnvironment();
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep('30 days');
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 24 * 3_600_000);
  } finally {
    await environment.teardown();
  }
}, 120_000);
