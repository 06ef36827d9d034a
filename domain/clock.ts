/**
 * The two times of the system. Wall time: leases, carrier look-ups, audit, tokens. Rule time: windows, caps, due
 * and retry times; it may run faster in demo, rehearsal and tests. Both in epoch milliseconds.
 */
export interface Clock {
  wallMs(): number;
  ruleMs(): number;
}

/** How rule time follows wall time: `baseAppMs + (wall - baseRealMs) * rate`. */
export interface RuleClock {
  baseAppMs: number;
  baseRealMs: number;
  rate: number;
}

/** Rule time of a wall moment; both epoch ms. */
export function ruleTimeMs(clock: RuleClock, wallMs: number): number {
  return clock.baseAppMs + (wallMs - clock.baseRealMs) * clock.rate;
}

/** Wall milliseconds that pass while rule time advances from `fromRuleMs` to `toRuleMs`; never negative. */
export function wallDelayMs(clock: RuleClock, fromRuleMs: number, toRuleMs: number): number {
  return Math.max(0, (toRuleMs - fromRuleMs) / clock.rate);
}

/** A clock over the machine's time; without a rule clock both times are the same. */
export function createClock(rule?: RuleClock, now: () => number = Date.now): Clock {
  return { wallMs: now, ruleMs: () => (rule ? ruleTimeMs(rule, now()) : now()) };
}
