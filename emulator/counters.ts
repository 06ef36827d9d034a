/** Counts per phone number that the dice and sids are made of, and totals for the statistics. */
export interface Counters {
  /** The next call of a series (calls to a number, calls from a number), counted from 1. */
  nextCall(series: string): number;
  /** The next create request for this number, counted from 1, executed or not. */
  nextRequest(personNumber: string): number;
  /** The next of anything else that needs a sid of its own. */
  next(kind: string): number;
  /** Takes over what an earlier process counted. */
  recall(series: string, nth: number): void;
  recallRequest(personNumber: string, nth: number): void;
  totals: { [name: string]: number };
  count(name: string): void;
}

/** Counters that begin at nothing. */
export function createCounters(): Counters {
  const calls = new Map<string, number>();
  const requests = new Map<string, number>();
  const others = new Map<string, number>();
  const totals: { [name: string]: number } = {};
  const next = (counts: Map<string, number>, key: string): number => {
    const value = (counts.get(key) ?? 0) + 1;
    counts.set(key, value);
    return value;
  };
  const recall = (counts: Map<string, number>, key: string, nth: number): void => {
    counts.set(key, Math.max(nth, counts.get(key) ?? 0));
  };
  return {
    nextCall: (series) => next(calls, series),
    nextRequest: (number) => next(requests, number),
    next: (kind) => next(others, kind),
    recall: (series, nth) => recall(calls, series, nth),
    recallRequest: (number, nth) => recall(requests, number, nth),
    totals,
    count: (name) => {
      totals[name] = (totals[name] ?? 0) + 1;
    },
  };
}
