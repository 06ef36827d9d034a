import { type CallRecord, isTerminal, type LiveCall } from './call.ts';

/** How long and how many finished calls are kept: whichever bound comes first. */
export const KEPT_FOR_MS = 60 * 60 * 1000;
export const KEPT_AT_MOST = 200_000;

/** Filters of the call list; absent ones let everything through. Times are wall epoch ms, `to` exclusive. */
export interface CallFilter {
  readonly to?: string;
  readonly from?: string;
  readonly status?: string;
  readonly parentCallSid?: string;
  readonly startedFromMs?: number;
  readonly startedToMs?: number;
  readonly endedFromMs?: number;
  readonly endedToMs?: number;
}

/** Every call that is live or ended within the last hour. */
export class CallStore {
  readonly live = new Map<string, LiveCall>();
  readonly #bySid = new Map<string, CallRecord>();
  readonly #byTo = new Map<string, CallRecord[]>();

  /** Adds a call, newest last. */
  add(record: CallRecord): void {
    this.#bySid.set(record.sid, record);
    const sameTo = this.#byTo.get(record.to);
    if (sameTo) sameTo.push(record);
    else this.#byTo.set(record.to, [record]);
  }

  get(sid: string): CallRecord | undefined {
    return this.#bySid.get(sid);
  }

  count(): number {
    return this.#bySid.size;
  }

  /** Matching calls that are listed by `nowMs`, newest first. A filter on `to` is answered from an index. */
  list(filter: CallFilter, nowMs: number): CallRecord[] {
    const pool = filter.to === undefined ? [...this.#bySid.values()] : (this.#byTo.get(filter.to) ?? []);
    return pool.filter((record) => record.listedFromMs <= nowMs && isMatch(record, filter)).toReversed();
  }

  remove(sid: string): void {
    const record = this.#bySid.get(sid);
    if (!record) return;
    this.#bySid.delete(sid);
    const rest = (this.#byTo.get(record.to) ?? []).filter((other) => other !== record);
    if (rest.length > 0) this.#byTo.set(record.to, rest);
    else this.#byTo.delete(record.to);
  }

  /** Forgets ended calls past the bounds, oldest first. */
  prune(nowMs: number): void {
    for (const record of this.#bySid.values()) {
      const isOld = record.updatedAtMs < nowMs - KEPT_FOR_MS;
      if (!isOld && this.#bySid.size <= KEPT_AT_MOST) return;
      if (isTerminal(record.status)) this.remove(record.sid);
    }
  }
}

function isMatch(record: CallRecord, filter: CallFilter): boolean {
  if (filter.to !== undefined && record.to !== filter.to) return false;
  if (filter.from !== undefined && record.from !== filter.from) return false;
  if (filter.parentCallSid !== undefined && record.parentCallSid !== filter.parentCallSid) return false;
  if (filter.status !== undefined && record.status !== filter.status) return false;
  return (
    isWithin(record.startedAtMs, filter.startedFromMs, filter.startedToMs) &&
    isWithin(record.endedAtMs, filter.endedFromMs, filter.endedToMs)
  );
}

/** A moment that is not there (a queued call has no start time) passes only where nothing is asked of it. */
function isWithin(atMs: number | undefined, fromMs: number | undefined, toMs: number | undefined): boolean {
  if (fromMs === undefined && toMs === undefined) return true;
  return (
    atMs !== undefined &&
    atMs >= (fromMs ?? Number.NEGATIVE_INFINITY) &&
    atMs < (toMs ?? Number.POSITIVE_INFINITY)
  );
}
