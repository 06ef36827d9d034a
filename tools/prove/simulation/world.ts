import { openContactState } from '../../../domain/call/contact-share.ts';
import type { AttemptEffect, AttemptEvent, AttemptIncident } from '../../../domain/call/attempt-events.ts';
import { plannedAttempt } from '../../../domain/call/attempt-machine.ts';
import { isLive } from '../../../domain/call/attempt-state.ts';
import { DIAL_TIMINGS } from '../../../domain/call/dial-timings.ts';
import { planRetry, usesAttempt } from '../../../domain/call/retry-plan.ts';
import { createRandom, deriveSeed, type Random } from '../random.ts';
import { CarrierModel, type PostCallback } from './carrier-model.ts';
import { type Mishap, Scheduler } from './scheduler.ts';
import type {
  Fault,
  Machine,
  PlantedBug,
  SimulatedContact,
  SimulatedMessage,
  SimulatedRow,
  Violation,
} from './simulation.types.ts';

/** Production timings; virtual time costs nothing. */
export const TIMINGS = DIAL_TIMINGS;
export const MAX_ATTEMPTS = 2;
const MOST_STRIKES = 4;
const RETRY_DELAY_MINUTES = { busy: 10, no_answer: 20, failed: 15 };

/** How rough the weather of one run is, drawn from its seed. */
interface Weather {
  readonly faultRate: number;
  readonly crashRate: number;
}

/** What the programs of one run share: the tables, the carrier, the clock. A method is one transaction. */
export class World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly carrier: CarrierModel;
  readonly contacts: SimulatedContact[] = [];
  readonly rows: SimulatedRow[] = [];
  readonly outbox: SimulatedMessage[] = [];
  readonly violations: Violation[] = [];
  readonly incidents: Partial<Record<AttemptIncident, number>> = {};
  readonly bug: PlantedBug | undefined;
  readonly #machine: Machine;
  readonly #weather: Weather;
  readonly #without: ReadonlySet<Fault>;
  #strikesLeft = MOST_STRIKES;
  /** NOTIFY: wakes the relay; set by `simulate`. */
  afterSend: () => void = () => {};
  /** What must happen outside the tables after a transaction; set by `simulate`. */
  afterCommit: (row: SimulatedRow, effect: AttemptEffect) => void = () => {};

  constructor(parts: {
    seed: number;
    machine: Machine;
    bug: PlantedBug | undefined;
    without: ReadonlySet<Fault>;
    post: PostCallback;
  }) {
    this.random = createRandom(deriveSeed(parts.seed, 0));
    this.bug = parts.bug;
    this.#machine = parts.machine;
    this.#without = parts.without;
    this.#weather = {
      faultRate: this.random.pick([0, 0.15, 0.4, 0.8]),
      crashRate: this.random.pick([0, 0.01, 0.05]),
    };
    this.scheduler = new Scheduler(this.random);
    const { scheduler, random } = this;
    const { faultRate } = this.#weather;
    this.carrier = new CarrierModel({
      scheduler,
      random,
      faultRate,
      without: parts.without,
      post: parts.post,
    });
  }

  get nowMs(): number {
    return this.scheduler.nowMs;
  }

  /** What befalls the program that is about to act. */
  mishap(): Mishap {
    if (!this.random.chance(this.#weather.crashRate)) return 'none';
    const mishap = this.random.chance(0.7) ? 'crash' : 'pause';
    if (this.#without.has(mishap)) return 'none';
    this.countFault(mishap);
    return mishap;
  }

  /** Whether a rare act of the operator (reset, wipe) happens now. */
  isStruck(fault: 'reset' | 'wipe'): boolean {
    if (this.#strikesLeft === 0 || this.#without.has(fault)) return false;
    if (!this.random.chance(this.#weather.crashRate / 2)) return false;
    this.#strikesLeft -= 1;
    this.countFault(fault);
    return true;
  }

  countFault(fault: Fault): void {
    this.carrier.faults[fault] = (this.carrier.faults[fault] ?? 0) + 1;
  }

  row(rowId: number): SimulatedRow {
    return this.rows[rowId] as SimulatedRow;
  }

  contactOf(row: SimulatedRow): SimulatedContact {
    return this.contacts[row.contactId] as SimulatedContact;
  }

  /** A new row for a contact, still planned. */
  plan(contact: SimulatedContact): SimulatedRow {
    const attempt = plannedAttempt(this.nowMs, TIMINGS);
    const row = {
      id: this.rows.length,
      contactId: contact.id,
      number: contact.number,
      attempt,
      settlements: 0,
    };
    this.rows.push(row);
    contact.rowId = row.id;
    return row;
  }

  /** The transaction of one event: the row, its contact, the outbox. True when the event changed the row. */
  apply(row: SimulatedRow, event: AttemptEvent): boolean {
    const next = this.#machine(row.attempt, event, TIMINGS);
    if ('refused' in next) return false;
    row.attempt = next.state;
    const contact = this.contactOf(row);
    const open = openContactState(row.attempt);
    if (open !== null && contact.rowId === row.id) {
      contact.state = open;
      contact.nextAtMs = row.attempt.nextAtMs ?? contact.nextAtMs;
    }
    for (const effect of next.effects) this.#enact(row, effect);
    return true;
  }

  #enact(row: SimulatedRow, effect: AttemptEffect): void {
    if (effect.type === 'signal_call_ended') this.send('call_ended', row.id);
    else if (effect.type === 'ensure_workflow') this.send('ensure_workflow', row.id);
    else if (effect.type === 'settle_contact') this.#settle(row);
    else if (effect.type === 'withdraw_retry') this.#withdrawRetry(row);
    else if (effect.type === 'incident') this.incidents[effect.kind] = (this.incidents[effect.kind] ?? 0) + 1;
    else this.afterCommit(row, effect);
  }

  /** Puts a message in the outbox, once while an equal one waits. */
  send(kind: SimulatedMessage['kind'], rowId: number): void {
    if (this.outbox.some((message) => !message.isSent && message.kind === kind && message.rowId === rowId))
      return;
    this.outbox.push({ kind, rowId, isSent: false, leasedUntilMs: 0 });
    this.afterSend();
  }

  /** Another attempt, of any campaign, that may have the number's phone ringing. */
  liveOther(row: SimulatedRow): SimulatedRow | undefined {
    return this.rows.find((other) => other !== row && other.number === row.number && this.#locks(other));
  }

  #locks({ attempt }: SimulatedRow): boolean {
    if (this.bug === 'review_frees_number' && attempt.state === 'review') return false;
    return isLive(attempt.state);
  }

  /** Outcome and retry plan, in the transaction that closes the row. */
  #settle(row: SimulatedRow): void {
    row.settlements += 1;
    const contact = this.contactOf(row);
    if (usesAttempt(row.attempt)) contact.attemptsMade += 1;
    const plan = planRetry({
      attempt: row.attempt,
      attemptsMade: contact.attemptsMade,
      maxAttempts: MAX_ATTEMPTS,
      retryDelayMinutes: RETRY_DELAY_MINUTES,
      ruleNowMs: this.nowMs,
    });
    contact.state = plan.contactState;
    contact.outcome = plan.contactState === 'blocked' ? `blocked:${plan.reason}` : plan.outcome;
    contact.nextAtMs = plan.nextAtMs ?? contact.nextAtMs;
    contact.rowId = null;
    contact.lastRowId = row.id;
  }

  /** The person was reached after all: the plan is taken back unless the next attempt has begun. */
  #withdrawRetry(row: SimulatedRow): void {
    const contact = this.contactOf(row);
    if (contact.rowId !== null || contact.lastRowId !== row.id) return;
    contact.state = 'done';
    contact.outcome = row.attempt.outcome;
  }
}
