import { createHash } from 'node:crypto';

/**
 * Chance that does not depend on the order of events: each roll is a hash of (seed, number, n-th call, what is
 * decided), so the same question always has the same answer.
 */
export interface Dice {
  /** A fraction in [0, 1) for the decision called `label`. */
  roll(label: string): number;
  /** A value in [from, to) for the decision called `label`; a plain number is returned as it is. */
  within(range: number | readonly [number, number], label: string): number;
}

/** A fraction in [0, 1) made of 48 bits of SHA-256 over the parts. */
export function fractionOf(...parts: readonly (string | number)[]): number {
  const digest = createHash('sha256').update(parts.join('\u0000')).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** Dice for the n-th call (or request) of one phone number. */
export function createDice(seed: number, number: string, nth: number): Dice {
  const roll = (label: string): number => fractionOf(seed, number, nth, label);
  return {
    roll,
    within: (range, label) =>
      typeof range === 'number' ? range : range[0] + (range[1] - range[0]) * roll(label),
  };
}

/** The item of a weighted list that `fraction` falls on. Weights are positive; the list is not empty. */
export function pickWeighted<T extends { readonly weight: number }>(
  items: readonly T[],
  fraction: number,
): T {
  const total = items.reduce((sum, item) => sum + item.weight, 0);
  let left = fraction * total;
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return items[items.length - 1] as T;
}
