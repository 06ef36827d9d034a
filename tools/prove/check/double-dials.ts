import type { DatabaseDump, DumpedAttempt } from './dump.types.ts';
import type { Finding } from './finding.ts';
import type { TruthCall } from './truth.ts';

/** A ring and the attempt that explains it; null when none does. */
export interface ExplainedRing {
  readonly ring: TruthCall;
  readonly attempt: DumpedAttempt | null;
}

const CLOCK_SLACK_MS = 5_000;

/**
 * Pairs the rings of the truth file with planned attempts, each attempt with one ring at most: first by the carrier's
 * id, then an unbound ring with the earliest unbound attempt on its number that had begun to dial.
 */
export function explainRings(calls: readonly TruthCall[], dump: DatabaseDump): ExplainedRing[] {
  const rings = calls.filter((call) => call.dialedAtMs !== null);
  const bySid = new Map(dump.attempts.filter(isBound).map((attempt) => [attempt.provider_call_id, attempt]));
  const unboundByNumber = groupUnbound(dump);
  return rings.map((ring) => {
    const bound = bySid.get(ring.callSid);
    if (bound) return { ring, attempt: bound };
    const candidates = unboundByNumber.get(ring.to) ?? [];
    const at = candidates.findIndex(
      ({ dial_started_at }) => (dial_started_at ?? 0) - CLOCK_SLACK_MS <= ring.createdAtMs,
    );
    return { ring, attempt: at < 0 ? null : (candidates.splice(at, 1)[0] as DumpedAttempt) };
  });
}

/**
 * Every ring too many: one that no distinct planned attempt explains, one that began while the same number was still
 * on another call of ours, and one after an earlier attempt of the same intent had been answered. A line that was busy
 * counts as rung: only the carrier's order can be judged, not luck.
 */
export function findDoubleDials(explained: readonly ExplainedRing[]): Finding[] {
  return [...groupBy(explained, ({ ring }) => ring.to).values()].flatMap((rings) => {
    const inOrder = rings.toSorted((a, b) => (a.ring.dialedAtMs ?? 0) - (b.ring.dialedAtMs ?? 0));
    return inOrder.flatMap((one, index) => judgeRing(one, inOrder.slice(0, index)));
  });
}

function judgeRing({ ring, attempt }: ExplainedRing, earlier: readonly ExplainedRing[]): Finding[] {
  const about = { kind: 'doubleDialed', callSid: ring.callSid } as const;
  if (!attempt) return [{ ...about, why: 'rang, and no planned attempt explains it' }];
  const found = { ...about, attemptId: attempt.id };
  const overlapped = earlier.find(
    (other) => (other.ring.endedAtMs ?? Number.POSITIVE_INFINITY) > (ring.dialedAtMs ?? 0),
  );
  if (overlapped)
    return [{ ...found, why: `rang while call ${overlapped.ring.callSid} to the same number was live` }];
  const answered = earlier.find((other) => isSameIntent(other.attempt, attempt) && wasAnswered(other));
  if (answered)
    return [{ ...found, why: `rang although the person had answered call ${answered.ring.callSid}` }];
  return [];
}

function isSameIntent(a: DumpedAttempt | null, b: DumpedAttempt): boolean {
  return a !== null && a.intent_kind === b.intent_kind && a.intent_id === b.intent_id;
}

function wasAnswered({ ring, attempt }: ExplainedRing): boolean {
  return ring.answeredAtMs !== null && !isCounted(attempt);
}

/** An attempt given up unresolved under the organization's policy to count it and go on. */
function isCounted(attempt: DumpedAttempt | null): boolean {
  return attempt?.reason === 'unknown_counted';
}

function isBound(attempt: DumpedAttempt): boolean {
  return attempt.provider_call_id !== null;
}

function groupUnbound(dump: DatabaseDump): Map<string, DumpedAttempt[]> {
  const phones = new Map(dump.contacts.map((contact) => [contact.id, contact.phone_e164]));
  const unbound = dump.attempts
    .filter((attempt) => !isBound(attempt) && attempt.dial_started_at !== null)
    .toSorted((a, b) => (a.dial_started_at ?? 0) - (b.dial_started_at ?? 0));
  return groupBy(unbound, (attempt) => phones.get(attempt.contact_id) ?? '');
}

/** Items by key, in the order given. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
