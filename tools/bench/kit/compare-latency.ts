import { createRandom, deriveSeed } from '../../prove/random.ts';
import type { BenchContext, BenchResult } from '../bench.types.ts';
import { type BlockResult, blockOrder, runBlocks, type Side, toQuads } from './blocks.ts';
import { closedLoop, openLoop, type Request } from './load.ts';
import { cpuSecondsOf } from './process-cost.ts';
import { timedRow } from './rows.ts';
import { median } from './statistics.ts';
import { judgeQuantile } from './verdict.ts';

/** One side of the comparison: a request, and the processes that serve it. */
export interface Served {
  readonly request: Request;
  readonly pids: readonly number[];
}

const BLOCK_MS = 6_000;
const CAPACITY = { concurrency: 12, durationMs: 6_000 };

/**
 * Latency of two programs by open loop at half of the lower capacity, in interleaved blocks: rows `NAME.p50` and
 * `NAME.p99` against the given goals. Throws when a request fails.
 */
export async function compareLatency(
  { seed, quads, say }: BenchContext,
  sides: Record<Side, Served>,
  { name, goals }: { name: string; goals: { p50: string; p99: string } },
): Promise<BenchResult> {
  const capacity = { ours: await capacityOf(sides.ours), floor: await capacityOf(sides.floor) };
  const perSecond = Math.min(capacity.ours, capacity.floor) / 2;
  say(
    `capacity ${capacity.ours.toFixed(0)}/s, floor ${capacity.floor.toFixed(0)}/s; measuring at ${perSecond.toFixed(0)}/s`,
  );
  const order = blockOrder(quads, createRandom(seed));
  const blocks = await runBlocks(
    order,
    (side) => runBlock(sides, side, perSecond),
    ({ side, value }) => say(`${side} p50 ${value.toFixed(1)} ms`),
  );
  const judged = toQuads(blocks);
  const random = createRandom(deriveSeed(seed, 1));
  const row = (quantile: 'p50' | 'p99', at: number) => {
    const verdict = judgeQuantile(judged, at, 'less', random);
    const added = `${(verdict.ours - verdict.floor).toFixed(1)} ms added; ${perSecond.toFixed(0)}/s, half of the lower capacity`;
    return timedRow({ name: `${name}.${quantile}`, goal: goals[quantile], unit: 'ms' }, verdict, added);
  };
  return {
    rows: [row('p50', 0.5), row('p99', 0.99)],
    blocks,
    settings: { capacity, perSecond, blockMs: BLOCK_MS },
  };
}

async function runBlock(sides: Record<Side, Served>, side: Side, perSecond: number): Promise<BlockResult> {
  const { request, pids } = sides[side];
  const cpuBefore = cpuSecondsOf(pids);
  const load = await openLoop(request, { perSecond, durationMs: BLOCK_MS });
  if (load.failures > 0) throw new Error(`${side}: ${load.failures} of the requests failed`);
  return {
    value: median(load.latenciesMs),
    samples: load.latenciesMs,
    cpuSeconds: cpuSecondsOf(pids) - cpuBefore,
  };
}

async function capacityOf({ request }: Served): Promise<number> {
  const { latenciesMs, tookMs, failures } = await closedLoop(request, CAPACITY);
  if (failures > 0) throw new Error(`${failures} requests failed while the capacity was measured`);
  return (latenciesMs.length / tookMs) * 1_000;
}
