import type { Carrier } from '../carrier.ts';
import { createDice } from '../dice.ts';
import type { NamedPersona } from '../people/directory.ts';
import type { FarEnd } from '../people/far-end.ts';
import { Person } from '../people/person.ts';
import { sidOf } from '../sid.ts';
import type { CallPlan, CallRecord, Direction, LiveCall } from './call.ts';
import { Line } from './line.ts';

/** A call about to exist. */
export interface NewCall {
  readonly to: string;
  readonly from: string;
  /** Our number on it. */
  readonly ours: string;
  readonly direction: Direction;
  readonly parentCallSid?: string;
  readonly queueTimeMs: number;
  readonly listLagMs: number;
  readonly plan: CallPlan;
  /** A persona by name and definition, or somebody at a phone in a browser. */
  readonly whom: NamedPersona | FarEnd;
  readonly webhookFault?: string;
  readonly courseFault?: string;
}

/** Makes a call: counts it, gives it a sid and a line, puts it in the list. Nothing rings yet. */
export function createCall(carrier: Carrier, order: NewCall): LiveCall {
  const { seed } = carrier.config;
  const { to, from, direction, parentCallSid, queueTimeMs, whom } = order;
  const personNumber = direction === 'inbound' ? from : to;
  const series = seriesOf(direction, personNumber);
  const nth = carrier.counters.nextCall(series);
  const nowMs = carrier.clock.wallMs();
  const record: CallRecord = {
    sid: sidOf('CA', seed, series, nth),
    to,
    from,
    direction,
    ...(parentCallSid === undefined ? {} : { parentCallSid }),
    createdAtMs: nowMs,
    listedFromMs: nowMs + order.listLagMs,
    queueTimeMs,
    phoneNumberSid: carrier.numbers.byNumber(order.ours)?.sid ?? '',
    status: direction === 'inbound' ? 'ringing' : 'queued',
    updatedAtMs: nowMs,
  };
  const call: LiveCall = {
    record,
    plan: order.plan,
    line: new Line(carrier.clock),
    person: 'persona' in whom ? new Person(whom, createDice(seed, series, nth)) : whom,
    nth,
    personNumber,
    statusesFired: 0,
    recordingsBegun: 0,
    ...(order.webhookFault === undefined ? {} : { webhookFault: order.webhookFault }),
    ...(order.courseFault === undefined ? {} : { courseFault: order.courseFault }),
  };
  carrier.store.add(record);
  carrier.store.live.set(record.sid, call);
  carrier.counters.count(`placed ${direction}`);
  carrier.switchboard.attach(call);
  return call;
}

/** Who answers a number now: a phone in a browser that claims it, else its persona. */
export function whoHas(carrier: Carrier, number: string): NamedPersona | FarEnd {
  return carrier.switchboard.personAt(number) ?? carrier.directory.personaOf(number);
}

/** Calls to a number and calls from it are counted apart, so that neither order changes the other's dice. */
export function seriesOf(direction: Direction, personNumber: string): string {
  return direction === 'inbound' ? `from ${personNumber}` : personNumber;
}
