import type { Random } from '../../prove/random.ts';

/** A 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The q-quantile (0..1) by linear interpolation between order statistics (type 7); NaN for an empty list. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const lower = sorted[below] as number;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return lower + (upper - lower) * (position - below);
}

/** The median; NaN for an empty list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * Percentile bootstrap: the middle 95 % of `statistic` over `rounds` resamples of `items` with replacement.
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13.
 */
export function bootstrapInterval<T>(
  items: readonly T[],
  statistic: (sample: readonly T[]) => number,
  random: Random,
  rounds = 2_000,
): Interval {
  if (items.length === 0) return { low: Number.NaN, high: Number.NaN };
  const results: number[] = [];
  for (let round = 0; round < rounds; round++) {
    results.push(statistic(items.map(() => random.pick(items))));
  }
  return { low: quantile(results, 0.025), high: quantile(results, 0.975) };
}
