import type { Carrier } from '../carrier.ts';
import { createDice } from '../dice.ts';
import type { NamedPersona } from '../people/directory.ts';
import { receiveMessage } from '../messages/receive.ts';
import { Person } from '../people/person.ts';
import { sidOf } from '../sid.ts';
import type { CallPlan, CallRecord, LiveCall } from './call.ts';
import { conductInbound, conductOutbound } from './conduct.ts';
import { Line } from './line.ts';

/** A create request that passed its checks. `faults` are what it is to suffer. */
export interface OutboundOrder {
  readonly to: string;
  readonly from: string;
  readonly plan: CallPlan;
  readonly webhookFault?: string;
  /** Wall ms by which the list lags behind for this call. */
  readonly listLagMs: number;
  /** Wall ms the call is kept in the queue beyond its slot. */
  readonly heldInQueueMs: number;
}

/** Puts an outbound call in the queue and sets it going. */
export function placeOutbound(carrier: Carrier, order: OutboundOrder): LiveCall {
  const queueTimeMs = carrier.pacer.takeSlot() + order.heldInQueueMs;
  const call = createCall(carrier, {
    to: order.to,
    from: order.from,
    ours: order.from,
    direction: 'outbound-api',
    queueTimeMs,
    listLagMs: order.listLagMs,
    plan: order.plan,
    named: carrier.directory.personaOf(order.to),
    ...(order.webhookFault === undefined ? {} : { webhookFault: order.webhookFault }),
  });
  carrier.truth.write('queued', aboutNew(call, { queueTimeMs }));
  void conductOutbound(carrier, call, queueTimeMs, () => scheduleAftermath(carrier, call));
  return call;
}

/** A person's call to one of our numbers. */
export interface InboundOrder {
  readonly from: string;
  readonly to: string;
  /** Who calls; without it, whoever has the number. */
  readonly persona?: string;
}

/** Why an inbound call could not be made. */
export type InboundRefusal = 'not_our_number' | 'no_voice_url' | 'no_such_persona';

/** Rings one of our numbers. The number must have a VoiceUrl. */
export function placeInbound(carrier: Carrier, order: InboundOrder): LiveCall | InboundRefusal {
  const number = carrier.numbers.byNumber(order.to);
  if (!number) return 'not_our_number';
  if (number.voiceUrl === '') return 'no_voice_url';
  const named =
    order.persona === undefined
      ? carrier.directory.personaOf(order.from)
      : carrier.directory.named(order.persona);
  if (!named) return 'no_such_persona';
  const plan: CallPlan = {
    voice: { url: number.voiceUrl, method: number.voiceMethod },
    ringTimeoutMs: 60_000,
    timeLimitMs: 14_400_000,
    ...(number.voiceFallbackUrl === ''
      ? {}
      : { fallback: { url: number.voiceFallbackUrl, method: number.voiceFallbackMethod } }),
    ...(number.statusCallback === ''
      ? {}
      : {
          status: { url: number.statusCallback, method: number.statusCallbackMethod, events: ['completed'] },
        }),
  };
  const call = createCall(carrier, {
    ...order,
    ours: order.to,
    direction: 'inbound',
    queueTimeMs: 0,
    listLagMs: 0,
    plan,
    named,
  });
  carrier.truth.write('inbound', aboutNew(call, {}));
  void conductInbound(carrier, call, () => scheduleAftermath(carrier, call));
  return call;
}

interface NewCall {
  readonly to: string;
  readonly from: string;
  readonly ours: string;
  readonly direction: CallRecord['direction'];
  readonly queueTimeMs: number;
  readonly listLagMs: number;
  readonly plan: CallPlan;
  readonly named: NamedPersona;
  readonly webhookFault?: string;
}

function createCall(carrier: Carrier, order: NewCall): LiveCall {
  const { seed } = carrier.config;
  const personNumber = order.direction === 'inbound' ? order.from : order.to;
  const series = seriesOf(order.direction, personNumber);
  const nth = carrier.counters.nextCall(series);
  const nowMs = carrier.clock.wallMs();
  const record: CallRecord = {
    sid: sidOf('CA', seed, series, nth),
    to: order.to,
    from: order.from,
    direction: order.direction,
    createdAtMs: nowMs,
    listedFromMs: nowMs + order.listLagMs,
    queueTimeMs: order.queueTimeMs,
    phoneNumberSid: carrier.numbers.byNumber(order.ours)?.sid ?? '',
    status: order.direction === 'inbound' ? 'ringing' : 'queued',
    updatedAtMs: nowMs,
  };
  const call: LiveCall = {
    record,
    plan: order.plan,
    line: new Line(carrier.clock),
    person: new Person(order.named, createDice(seed, series, nth)),
    nth,
    personNumber,
    statusesFired: 0,
    recordingsBegun: 0,
    ...(order.webhookFault === undefined ? {} : { webhookFault: order.webhookFault }),
  };
  carrier.store.add(record);
  carrier.store.live.set(record.sid, call);
  carrier.counters.count(`placed ${order.direction}`);
  return call;
}

/** Calls to a number and calls from it are counted apart, so that neither order changes the other's dice. */
export function seriesOf(direction: CallRecord['direction'], personNumber: string): string {
  return direction === 'inbound' ? `from ${personNumber}` : personNumber;
}

function aboutNew(
  call: LiveCall,
  detail: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { sid, to, from, direction } = call.record;
  return { callSid: sid, to, from, direction, persona: call.person.name, nth: call.nth, ...detail };
}

/** What the person does after the call: calls back, or texts. */
function scheduleAftermath(carrier: Carrier, call: LiveCall): void {
  const { callsBack, texts } = call.person.aftermath();
  const ours = call.record.direction === 'inbound' ? call.record.to : call.record.from;
  if (callsBack && call.record.direction !== 'inbound') {
    const { persona } = callsBack;
    carrier.clock.afterPeople(callsBack.afterMs, () => {
      placeInbound(carrier, {
        from: call.personNumber,
        to: ours,
        ...(persona === undefined ? {} : { persona }),
      });
    });
  }
  if (texts) {
    carrier.clock.afterPeople(texts.afterMs, () => {
      void receiveMessage(carrier, { from: call.personNumber, to: ours, body: texts.body });
    });
  }
}
