import type { CallRecord, CallStatus, Direction } from './calls/call.ts';
import { seriesOf } from './calls/create.ts';
import { KEPT_FOR_MS, type CallStore } from './calls/store.ts';
import type { Carrier } from './carrier.ts';
import type { Counters } from './counters.ts';
import { type NumberSettings, numberSettingsSchema } from './numbers.ts';
import type { TruthEvent } from './truth.ts';

/** What an earlier process left in the truth file. */
export interface Recall {
  /** Takes in one old event. */
  see(event: TruthEvent): void;
  /** Calls that were begun and have not ended. */
  readonly open: ReadonlyMap<string, CallRecord>;
  /** What was last made of each of the account's numbers; null: it was released. */
  readonly numbers: ReadonlyMap<string, NumberSettings | null>;
}

/** Reads old events: n-th calls and requests go on counting, so no sid comes twice; recent calls stay in the list. */
export function createRecall(counters: Counters, store: CallStore): Recall {
  const open = new Map<string, CallRecord>();
  const numbers = new Map<string, NumberSettings | null>();
  const see = (event: TruthEvent): void => {
    if (event.event === 'number') {
      const settings = numberSettingsSchema.safeParse(event.settings);
      numbers.set(String(event.number), settings.success ? settings.data : null);
    }
    const { callSid, to, from } = event;
    if (event.event === 'create_requested' && to !== undefined)
      counters.recallRequest(to, Number(event.nthRequest));
    if (callSid === undefined || to === undefined || from === undefined) return;
    if (event.event === 'queued' || event.event === 'inbound') {
      const isInbound = event.event === 'inbound';
      counters.recall(isInbound ? seriesOf('inbound', from) : to, Number(event.nth));
      open.set(callSid, recordOf(event, callSid, to, from));
    }
    const record = open.get(callSid);
    if (record && event.event === 'dial') record.startedAtMs = event.at;
    if (record && event.event === 'end') {
      open.delete(callSid);
      endRecord(record, event.status as CallStatus, event.at, Number(event.durationS));
      if (event.at > Date.now() - KEPT_FOR_MS) store.add(record);
    }
  };
  return { see, open, numbers };
}

/** Gives the account the numbers it had, with their URLs. */
export function restoreNumbers(carrier: Carrier, recall: Recall): void {
  for (const [e164, settings] of recall.numbers) {
    if (settings === null) carrier.numbers.remove(e164);
    else Object.assign(carrier.numbers.add(e164, carrier.clock.wallMs()), settings);
  }
}

/** Ends, in the truth file and in the list, the calls the earlier process was in the middle of. */
export function closeOldCalls(carrier: Carrier, recall: Recall): void {
  for (const record of recall.open.values()) {
    const { sid, to, from, direction } = record;
    endRecord(record, 'failed', carrier.clock.wallMs(), 0);
    const outcome = {
      status: 'failed',
      durationS: 0,
      sipCode: 500,
      by: 'carrier',
      reason: 'emulator restarted',
    };
    carrier.truth.write('end', { callSid: sid, to, from, direction, ...outcome });
    carrier.store.add(record);
  }
}

function recordOf(event: TruthEvent, sid: string, to: string, from: string): CallRecord {
  return {
    sid,
    to,
    from,
    direction: (event.direction ?? 'outbound-api') as Direction,
    ...(typeof event.parentCallSid === 'string' ? { parentCallSid: event.parentCallSid } : {}),
    createdAtMs: event.at,
    listedFromMs: event.at,
    queueTimeMs: Number(event.queueTimeMs ?? 0),
    phoneNumberSid: '',
    status: 'queued',
    updatedAtMs: event.at,
  };
}

function endRecord(record: CallRecord, status: CallStatus, atMs: number, durationS: number): void {
  record.status = status;
  record.endedAtMs = atMs;
  record.updatedAtMs = atMs;
  record.durationS = durationS;
}
