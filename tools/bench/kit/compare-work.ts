import { createRandom, deriveSeed } from '../../prove/random.ts';
import type { BenchContext, BenchResult } from '../bench.types.ts';
import { type BlockResult, blockOrder, runBlocks, type Side, toQuads } from './blocks.ts';
import { timedRow } from './rows.ts';
import { median } from './statistics.ts';
import { judgeValues } from './verdict.ts';

/** Two pieces of work in this process, each done again and again. */
export interface WorkComparison {
  readonly name: string;
  readonly goal: string;
  readonly note: string;
  /** How often each is done in one block. */
  readonly times: number;
  readonly work: Readonly<Record<Side, () => void>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Median ms of pure work against its floor, block by block; both are done once before, for the compiler of the engine. */
export async function compareWork(
  comparison: WorkComparison,
  { quads, seed, say }: BenchContext,
): Promise<BenchResult> {
  const { name, goal, note, times, work, settings } = comparison;
  const run = (side: Side): BlockResult => {
    const samples = Array.from({ length: times }, () => {
      const begunMs = performance.now();
      work[side]();
      return performance.now() - begunMs;
    });
    return { value: median(samples), samples };
  };
  run('ours');
  run('floor');
  const blocks = await runBlocks(
    blockOrder(quads, createRandom(seed)),
    (side) => Promise.resolve(run(side)),
    ({ side, value }) => say(`${side} ${value.toFixed(2)} ms`),
  );
  const verdict = judgeValues(toQuads(blocks), 'less', createRandom(deriveSeed(seed, 1)));
  return {
    rows: [timedRow({ name, goal, unit: 'ms' }, verdict, note)],
    blocks,
    settings: { times, ...settings },
  };
}
