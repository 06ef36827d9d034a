import { describe, expect, it } from '@jest/globals';
import { closedLoop, openLoop } from './load.ts';
import { quantile } from './statistics.ts';

describe('openLoop', () => {
  it('charges a stall to every request that was due in it', async () => {
    let served = 0;
    const stalledUntilMs = performance.now() + 300;
    const request = async (): Promise<void> => {
      served += 1;
      // A server that answers nobody for its first 300 ms.
      while (performance.now() < stalledUntilMs) await new Promise((resolve) => setImmediate(resolve));
    };
    const { latenciesMs } = await openLoop(request, { perSecond: 100, durationMs: 500 });
    expect(served).toBe(50);
    expect(latenciesMs.filter((latency) => latency > 100).length).toBeGreaterThanOrEqual(15);
    expect(quantile(latenciesMs, 1)).toBeGreaterThan(250);
  });

  it('counts failures apart from latencies', async () => {
    let nth = 0;
    const request = async (): Promise<void> => {
      if (nth++ % 2 === 1) throw new Error('refused');
    };
    const result = await openLoop(request, { perSecond: 200, durationMs: 100 });
    expect(result.latenciesMs.length).toBe(10);
    expect(result.failures).toBe(10);
  });
});

describe('closedLoop', () => {
  it('never has more in flight than asked for', async () => {
    let inFlight = 0;
    let most = 0;
    const request = async (): Promise<void> => {
      most = Math.max(most, ++inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
    };
    const { latenciesMs } = await closedLoop(request, { concurrency: 4, durationMs: 30 });
    expect(most).toBe(4);
    expect(latenciesMs.length).toBeGreaterThan(4);
  });
});
