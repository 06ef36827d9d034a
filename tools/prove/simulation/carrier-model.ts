import type { CarrierStatus } from '../../../domain/call/carrier-rank.ts';
import type { CarrierCall } from '../../../domain/call/carrier.port.ts';
import type { Random } from '../random.ts';
import type { Program, Scheduler } from './scheduler.ts';
import { CREATE_FAULTS, type Fault, WEBHOOK_FAULTS } from './simulation.types.ts';

/** A call that the model carrier really made. */
export interface ModelCall {
  readonly sid: string;
  readonly rowId: number;
  readonly number: string;
  readonly createdAtMs: number;
  readonly listedFromMs: number;
  readonly queuedForMs: number;
  readonly createFault: Fault | null;
  readonly webhookFault: Fault | null;
  status: CarrierStatus;
  endedAtMs: number | null;
  wasAnswered: boolean;
  isHungUp: boolean;
}

/** What the client of a create is told. */
type Told =
  | { kind: 'accepted'; callId: string }
  | { kind: 'refused' }
  | { kind: 'rate_limited' }
  | { kind: 'not_sent' }
  | { kind: 'ambiguous'; reason: string };

/** What the client of a create sees, and after how many ms. */
export type CreateAnswer = Told & { readonly afterMs: number };

/** A status callback on its way; a forged one is not signed, and its call does not exist. */
export interface ModelCallback {
  readonly rowId: number;
  readonly sid: string;
  readonly status: CarrierStatus;
  readonly isSigned: boolean;
}

/** How the carrier, or whoever plays it, tells the world: a callback `delayMs` from now. */
export type PostCallback = (callback: ModelCallback, delayMs: number) => void;

const EXECUTED: ReadonlySet<Fault> = new Set([
  '500_executed',
  'timeout_executed',
  'reset_after',
  'slow_9s',
  'callback_before_answer',
  'wrong_sid',
]);
const ENDINGS = ['completed', 'busy', 'no-answer', 'failed'] as const;
const MINUTE_MS = 60_000;

/** A carrier with every fault of calls.md section 5, as plain data and one program for each call. */
export class CarrierModel {
  readonly calls: ModelCall[] = [];
  readonly faults: Partial<Record<Fault, number>> = {};
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #faultRate: number;
  readonly #without: ReadonlySet<Fault>;
  readonly #post: PostCallback;

  constructor(parts: {
    scheduler: Scheduler;
    random: Random;
    faultRate: number;
    without: ReadonlySet<Fault>;
    post: PostCallback;
  }) {
    this.#scheduler = parts.scheduler;
    this.#random = parts.random;
    this.#faultRate = parts.faultRate;
    this.#without = parts.without;
    this.#post = parts.post;
  }

  /** Takes a create request: whether a phone will ring, and what the client is told. */
  create(rowId: number, number: string): { answer: CreateAnswer; call: ModelCall | null } {
    const fault = this.draw(CREATE_FAULTS);
    const call = fault === null || EXECUTED.has(fault) ? this.#open(rowId, number, fault) : null;
    return { answer: this.#answer(fault, call), call };
  }

  /** A call by id; null for one that was never made, and null now and then for "cannot say" when `unsure` is drawn. */
  fetch(sid: string): ModelCall | 'unavailable' | null {
    if (this.#random.chance(this.#faultRate * 0.2)) return 'unavailable';
    return this.calls.find((call) => call.sid === sid) ?? null;
  }

  /** The calls to a number as the list shows them now. */
  list(number: string): CarrierCall[] | 'unavailable' {
    if (this.#random.chance(this.#faultRate * 0.2)) return 'unavailable';
    const nowMs = this.#scheduler.nowMs;
    return this.calls.filter((call) => call.number === number && call.listedFromMs <= nowMs).map(toListed);
  }

  /** Hangs up whatever the call does now. */
  end(sid: string): void {
    const call = this.calls.find((one) => one.sid === sid);
    if (call) call.isHungUp = true;
  }

  /** A fault of the given ones, or none; counted. */
  draw<T extends Fault>(faults: readonly T[]): T | null {
    if (!this.#random.chance(this.#faultRate)) return null;
    const fault = this.#random.pick(faults);
    if (this.#without.has(fault)) return null;
    this.faults[fault] = (this.faults[fault] ?? 0) + 1;
    return fault;
  }

  #open(rowId: number, number: string, createFault: Fault | null): ModelCall {
    const nowMs = this.#scheduler.nowMs;
    const lagMs = this.draw(['list_lag']) ? this.#random.below(20 * MINUTE_MS) : 0;
    const call: ModelCall = {
      sid: `CA${this.calls.length}`,
      rowId,
      number,
      createdAtMs: nowMs,
      listedFromMs: nowMs + lagMs,
      createFault,
      queuedForMs: this.draw(['queued_long']) ? this.#random.below(30 * MINUTE_MS) : this.#random.below(300),
      webhookFault: this.draw(WEBHOOK_FAULTS),
      status: 'queued',
      endedAtMs: null,
      wasAnswered: false,
      isHungUp: false,
    };
    this.calls.push(call);
    this.#scheduler.spawn({ label: `carrier ${call.sid}`, host: null }, this.#conduct(call));
    return call;
  }

  *#conduct(call: ModelCall): Program {
    const random = this.#random;
    yield call.queuedForMs;
    if (call.isHungUp) return this.#finish(call, 'canceled');
    this.#tell(call, 'initiated');
    yield random.below(500);
    const ending = random.pick(ENDINGS);
    if (ending === 'failed') return this.#finish(call, 'failed');
    if (ending === 'busy') return this.#finish(call, 'busy');
    this.#tell(call, 'ringing');
    yield random.below(25_000);
    if (call.isHungUp) return this.#finish(call, 'canceled');
    if (ending === 'no-answer') return this.#finish(call, 'no-answer');
    call.wasAnswered = true;
    this.#tell(call, 'in-progress');
    yield random.below(60_000);
    this.#finish(call, 'completed');
  }

  #finish(call: ModelCall, status: CarrierStatus): void {
    call.endedAtMs = this.#scheduler.nowMs;
    this.#tell(call, status);
    if (call.webhookFault !== 'two_terminals') return;
    this.#send(call, status === 'no-answer' ? 'completed' : 'no-answer', this.#random.below(5_000));
  }

  #tell(call: ModelCall, status: CarrierStatus): void {
    call.status = status;
    for (const delayMs of this.#delays(call.webhookFault)) this.#send(call, status, delayMs);
    if (call.webhookFault !== 'forged') return;
    const forged = { rowId: call.rowId, sid: 'CA-forged', status: 'completed', isSigned: false } as const;
    this.#post(forged, this.#random.below(200));
  }

  #send({ rowId, sid }: ModelCall, status: CarrierStatus, delayMs: number): void {
    this.#post({ rowId, sid, status, isSigned: true }, delayMs);
  }

  #delays(fault: Fault | null): readonly number[] {
    const draw = (limitMs: number): number => this.#random.below(limitMs);
    if (fault === 'dropped') return [];
    if (fault === 'duplicate') return Array.from({ length: 5 }, () => draw(2_000));
    if (fault === 'reordered') return [draw(40_000)];
    if (fault === 'late') return [draw(10 * MINUTE_MS)];
    if (fault === 'replayed') return [draw(200), 60 * MINUTE_MS + draw(1_000)];
    return [draw(200)];
  }

  #answer(fault: Fault | null, call: ModelCall | null): CreateAnswer {
    const quickMs = 20 + this.#random.below(200);
    const told = fault === null ? undefined : TOLD[fault];
    if (told) return { ...told, afterMs: told.afterMs ?? quickMs };
    const callId = fault === 'wrong_sid' ? `${call?.sid}-wrong` : (call?.sid ?? '');
    const isSlow = fault === 'slow_9s' || fault === 'callback_before_answer';
    return { kind: 'accepted', callId, afterMs: isSlow ? 9_000 : quickMs };
  }
}

/** What the client is told under the faults that do not look like success. */
const TOLD: Partial<Record<Fault, Told & { afterMs?: number }>> = {
  '4xx': { kind: 'refused' },
  '429': { kind: 'rate_limited' },
  reset_before: { kind: 'not_sent' },
  '500_executed': { kind: 'ambiguous', reason: 'http_500' },
  '500_not': { kind: 'ambiguous', reason: 'http_500' },
  timeout_executed: { kind: 'ambiguous', reason: 'timeout', afterMs: 10_000 },
  timeout_not: { kind: 'ambiguous', reason: 'timeout', afterMs: 10_000 },
  reset_after: { kind: 'ambiguous', reason: 'reset' },
};

function toListed(call: ModelCall): CarrierCall {
  return {
    callId: call.sid,
    status: call.status,
    direction: 'outbound-api',
    parentCallId: null,
    answeredBy: null,
    dateCreatedMs: call.createdAtMs,
    startedMs: null,
    endedMs: call.endedAtMs,
    durationSeconds: null,
  };
}
