import type { Random } from '../../prove/random.ts';
import type { Block, Quad } from './blocks.ts';
import { bootstrapInterval, type Interval, median, quantile } from './statistics.ts';

/** Whether more of the unit is better (calls/s) or less (ms). */
export type Better = 'more' | 'less';

/** A ratio ours/floor with its 95 % interval, and whether it may be quoted. */
export interface Verdict {
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** The A/A control: the same program against itself. */
  readonly control: Interval & { readonly ratio: number };
  readonly valid: boolean;
  /** Why it is not valid; empty when it is. */
  readonly reasons: readonly string[];
}

const CONTROL_HALF_WIDTH = 0.07;
const FLOOR_TOO_WEAK = 1.05;
const LEAST_PAIRS = 10;

/** Median of the pair ratios of block values, judged by the validity rules (docs/guide/benchmarks.md). */
export function judgeValues(quads: readonly Quad[], better: Better, random: Random): Verdict {
  const pairs = quads.flatMap((quad) => quad.pairs);
  const ratios = pairs.map((pair) => pair.ours.value / pair.floor.value);
  return toVerdict({
    ours: median(pairs.map((pair) => pair.ours.value)),
    floor: median(pairs.map((pair) => pair.floor.value)),
    ratio: median(ratios),
    interval: bootstrapInterval(ratios, median, random),
    control: judgeControl(quads, (block) => block.value, random),
    pairs: pairs.length,
    better,
  });
}

/**
 * Ratio of one quantile over the pooled samples of each side; the interval resamples whole quads, so that noise
 * which lasts longer than a block stays in it. Invalid below 1,000 samples a side for q >= 0.99.
 */
export function judgeQuantile(quads: readonly Quad[], q: number, better: Better, random: Random): Verdict {
  const ratioOf = (sample: readonly Quad[]): number =>
    pooledQuantile(sample, 'ours', q) / pooledQuantile(sample, 'floor', q);
  const verdict = toVerdict({
    ours: pooledQuantile(quads, 'ours', q),
    floor: pooledQuantile(quads, 'floor', q),
    ratio: ratioOf(quads),
    interval: bootstrapInterval(quads, ratioOf, random, 500),
    control: judgeControl(quads, (block) => quantile(block.samples ?? [], 0.5), random),
    pairs: quads.length * 2,
    better,
  });
  const fewest = Math.min(...(['ours', 'floor'] as const).map((side) => pool(quads, side).length));
  const needed = q >= 0.99 ? 1_000 : 100;
  if (fewest >= needed) return verdict;
  return {
    ...verdict,
    valid: false,
    reasons: [...verdict.reasons, `only ${fewest} samples, ${needed} needed`],
  };
}

function pool(quads: readonly Quad[], side: 'ours' | 'floor'): number[] {
  return quads.flatMap((quad) => quad.pairs.flatMap((pair) => [...(pair[side].samples ?? [])]));
}

function pooledQuantile(quads: readonly Quad[], side: 'ours' | 'floor', q: number): number {
  return quantile(pool(quads, side), q);
}

function judgeControl(quads: readonly Quad[], valueOf: (block: Block) => number, random: Random) {
  const ratios = quads.map((quad) => valueOf(quad.control[0]) / valueOf(quad.control[1]));
  return { ratio: median(ratios), ...bootstrapInterval(ratios, median, random) };
}

interface Judged {
  ours: number;
  floor: number;
  ratio: number;
  interval: Interval;
  control: Verdict['control'];
  pairs: number;
  better: Better;
}

function toVerdict(judged: Judged): Verdict {
  const reasons = [...findInvalidity(judged)];
  const { ours, floor, ratio, interval, control } = judged;
  return { ours, floor, ratio, ...interval, control, valid: reasons.length === 0, reasons };
}

function* findInvalidity({ ratio, control, pairs, better }: Judged): Generator<string> {
  if (!Number.isFinite(ratio)) yield 'no ratio: a side measured nothing';
  if (pairs < LEAST_PAIRS) yield `only ${pairs} pairs, ${LEAST_PAIRS} needed`;
  const isQuiet = control.low >= 1 - CONTROL_HALF_WIDTH && control.high <= 1 + CONTROL_HALF_WIDTH;
  if (!isQuiet) {
    yield `noisy: the same program against itself gave ${control.low.toFixed(3)} to ${control.high.toFixed(3)}`;
  }
  const advantage = better === 'more' ? ratio : 1 / ratio;
  if (advantage > FLOOR_TOO_WEAK) yield `floor too weak: ours is ${advantage.toFixed(2)} times as good`;
}
