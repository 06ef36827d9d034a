import type { FindNumberResult, NumberFault } from './carrier-numbers.port.ts';
import { NUMBER_URL_FIELDS, type NumberUrls } from './number-urls.ts';

/** One address that is not what we wrote. */
export interface DriftedField {
  field: keyof NumberUrls;
  written: string | null;
  found: string | null;
}

/**
 * How a number at the carrier compares with what we wrote there. `outdated`: it has what we wrote, but our own public
 * addresses have changed since. `gone`: the account does not have the number any more. `unknown`: nobody answered.
 */
export type NumberDrift =
  | { state: 'not_attached' | 'in_sync' | 'outdated' | 'gone' }
  | { state: 'drifted'; fields: DriftedField[] }
  | { state: 'unknown'; reason: string };

/** Compares what the carrier has (`found`) with what we wrote and with what we would write now. */
export function compareUrls(written: NumberUrls, wanted: NumberUrls, found: NumberUrls): NumberDrift {
  const fields = differences(written, found);
  if (fields.length > 0) return { state: 'drifted', fields };
  return { state: differences(wanted, found).length > 0 ? 'outdated' : 'in_sync' };
}

/** What a look at the carrier told. */
export interface CarrierLook {
  /** Null when it did not answer, or has no such number. */
  atCarrier: NumberUrls | null;
  drift: NumberDrift;
}

/** What an answer of the carrier says about a number; `written` null where it is not attached. */
export function lookOf(
  answer: FindNumberResult,
  written: NumberUrls | null,
  wanted: NumberUrls,
): CarrierLook {
  if (answer.kind === 'not_found') return { atCarrier: null, drift: { state: 'gone' } };
  if (answer.kind !== 'found') {
    return { atCarrier: null, drift: { state: 'unknown', reason: reasonOf(answer) } };
  }
  const { urls } = answer.number;
  return {
    atCarrier: urls,
    drift: written ? compareUrls(written, wanted, urls) : { state: 'not_attached' },
  };
}

function reasonOf(fault: NumberFault): string {
  if (fault.kind === 'refused') return `http_${fault.httpStatus}`;
  return fault.kind === 'unavailable' ? fault.reason : 'rate_limited';
}

/** Whether two sets of addresses send the carrier to the same places. */
export function areSameUrls(left: NumberUrls, right: NumberUrls): boolean {
  return differences(left, right).length === 0;
}

/** Addresses that stand and fall together. */
const GROUPS = [
  ['voiceUrl', 'voiceMethod'],
  ['fallbackUrl', 'fallbackMethod'],
  ['statusUrl', 'statusMethod'],
  ['applicationId', 'trunkId'],
] as const;

/**
 * What to leave at the carrier when we go: what was there before us, save where somebody has put something else in the
 * meantime, which stays. Where the number is detached already this changes nothing.
 */
export function restoredUrls(of: {
  written: NumberUrls;
  previous: NumberUrls;
  found: NumberUrls;
}): NumberUrls {
  const { written, previous, found } = of;
  const changed = new Set(differences(written, found).map(({ field }) => field));
  const kept = GROUPS.filter((group) => group.some((field) => changed.has(field))).flat();
  return { ...previous, ...Object.fromEntries(kept.map((field) => [field, found[field]])) };
}

/** The method of an address that is not set means nothing, and the carrier chooses it. */
const METHOD_OF = {
  voiceMethod: 'voiceUrl',
  fallbackMethod: 'fallbackUrl',
  statusMethod: 'statusUrl',
} as const;

function differences(written: NumberUrls, found: NumberUrls): DriftedField[] {
  return NUMBER_URL_FIELDS.filter((field) => {
    const url = field in METHOD_OF ? METHOD_OF[field as keyof typeof METHOD_OF] : undefined;
    if (url && written[url] === '' && found[url] === '') return false;
    return written[field] !== found[field];
  }).map((field) => ({ field, written: written[field], found: found[field] }));
}
