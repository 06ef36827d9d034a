/** Why we call: the law treats selling differently. */
export type CallPurpose = 'informational' | 'marketing';

/** A daily window in local minutes of the day, half-open `[startMinute, endMinute)`, 0..1440; weekdays 1 (Monday)..7. */
export interface CallingWindow {
  startMinute: number;
  endMinute: number;
  weekdays: readonly number[];
}

/**
 * One calling-hours rule of a pack. It binds every number that may be in one of `countries` (null: in a country that
 * no other rule names) and, where `regions` is set, in one of these states. `effectiveFrom` and `effectiveTo` are
 * local dates (YYYY-MM-DD), both inclusive; null means open. `basis` tells a law from our own caution.
 */
export interface WindowRule {
  id: string;
  countries: readonly string[] | null;
  regions: readonly string[] | null;
  purposes: readonly CallPurpose[];
  window: CallingWindow;
  basis: 'law' | 'house';
  citation: string;
  effectiveFrom: string | null;
  effectiveTo: string | null;
}

/** A versioned set of rules; `version` goes into each dial decision. */
export interface RulePack {
  version: string;
  rules: readonly WindowRule[];
}

/**
 * Everything a verdict depends on. Times are epoch ms of rule time, durations ms. `phone.zones` and `phone.regions`
 * are what the number's prefix says, `contact.*` what the list says (null: unknown). `attemptsInWindow` counts
 * attempts on the number started after `ruleNowMs - capWindowHours`, UNKNOWN ones included.
 * `oldestAttemptInWindowMs` is the start of the oldest of the newest `capPerNumber` attempts: when it leaves the
 * rolling window, one more is allowed.
 */
export interface DialFacts {
  ruleNowMs: number;
  phone: { e164Country: string | null; zones: readonly string[]; regions?: readonly string[] };
  contact: { zone: string | null; region: string | null; country: string | null };
  purpose: CallPurpose;
  window: CallingWindow;
  suppressed: { scope: string; source: string } | null;
  attemptsInWindow: number;
  capPerNumber: number;
  capWindowHours: number;
  oldestAttemptInWindowMs: number | null;
  ringTimeoutMs: number;
  carrierQueueMs: number;
}

/** The gates, in the order in which they are asked. */
export type Gate = 'suppression' | 'calling_window' | 'cap_per_number';

export type ReasonCode =
  | 'suppression.none'
  | 'suppression.listed'
  | 'window.open'
  | 'window.closed'
  | 'window.ends_too_soon'
  | 'window.impossible'
  | 'window.zone_unknown'
  | 'cap.below'
  | 'cap.reached'
  | 'cap.zero';

/** What one gate said: `detail` is a plain English sentence without personal data. */
export interface Reason {
  gate: Gate;
  passed: boolean;
  code: ReasonCode;
  detail: string;
}

/**
 * The answer for one contact at one moment. `reasons` lists every gate in order, passed or not. `nextAtMs` (epoch ms
 * of rule time) is set with `not_now` only: the first moment all gates can pass. `localTimes` maps each zone of
 * `zoneSet` to the local time (ISO 8601 with offset) of the evaluation.
 */
export interface Verdict {
  verdict: 'allow' | 'not_now' | 'block';
  reasons: Reason[];
  nextAtMs: number | null;
  rulepackVersion: string;
  zoneSet: string[];
  localTimes: Record<string, string>;
}
