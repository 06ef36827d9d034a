import { answerCall } from '../calls/answer.ts';
import type { CallPlan, Ending, LiveCall } from '../calls/call.ts';
import { createCall, whoHas } from '../calls/create.ts';
import { finishCall } from '../calls/finish.ts';
import { noteCall } from '../calls/note.ts';
import { type Ringing, startRinging } from '../calls/ringing.ts';
import type { Carrier } from '../carrier.ts';
import type { DialOrder, DialTarget } from './document.ts';

/** A line a Dial tries. The call with the Dial keeps its time. */
export interface Leg {
  readonly call: LiveCall;
  readonly ringing: Ringing;
  /** Undefined until it is over. */
  ending?: Ending;
}

const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * Begins to ring a number on behalf of a call. Undefined, with an `error` in the truth file, for what Twilio refuses:
 * 13223 not a number, 13214 a caller id that is not ours nor on this call.
 */
export function startLeg(
  carrier: Carrier,
  parent: LiveCall,
  order: DialOrder,
  target: DialTarget,
  documentUrl: string | undefined,
): Leg | undefined {
  const to = target.number.replace(/[\s().-]/g, '');
  const { record } = parent;
  const from = order.callerId ?? record.from;
  const errorCode = E164.test(to) ? (isCallerId(carrier, parent, from) ? undefined : 13214) : 13223;
  if (errorCode !== undefined) {
    noteCall(carrier, parent, 'error', { errorCode, reason: `Dial ${target.number} as ${from}` });
    return undefined;
  }
  const suffering = carrier.faults.decide({
    number: to,
    nthToNumber: carrier.counters.next(`dial to ${to}`),
    sinceStartMs: carrier.clock.wallMs() - carrier.startedAtMs,
  });
  const call = createCall(carrier, {
    to,
    from,
    ours: record.direction === 'inbound' ? record.to : record.from,
    direction: 'outbound-dial',
    parentCallSid: record.sid,
    queueTimeMs: 0,
    listLagMs: 0,
    plan: {
      voice: { twiml: '<Response/>' },
      ringTimeoutMs: order.ringTimeoutMs,
      timeLimitMs: order.timeLimitMs,
      ...statusHookOf(target, documentUrl),
    },
    whom: whoHas(carrier, to),
    ...(suffering.webhook === undefined ? {} : { webhookFault: suffering.webhook }),
  });
  call.line.carryOn(parent.line);
  noteCall(carrier, call, 'queued', { persona: call.person.name, nth: call.nth, queueTimeMs: 0 });
  return { call, ringing: startRinging(carrier, call) };
}

/** Moves a leg that rings on; true when it is answered. */
export function moveOn(carrier: Carrier, leg: Leg, nowMs: number): boolean {
  leg.call.line.nowMs = nowMs;
  const interruption = leg.call.line.interruption();
  if (interruption?.kind === 'ended') {
    endLeg(carrier, leg, { status: 'canceled', by: interruption.by, sipCode: 487 });
    return false;
  }
  const attempt = leg.ringing.advance(nowMs);
  if (attempt === 'trying') return false;
  if (attempt !== 'answered') {
    endLeg(carrier, leg, attempt);
    return false;
  }
  answerCall(carrier, leg.call);
  leg.call.person.answers(nowMs);
  return true;
}

/** Ends a leg, once; its last status callback goes out beside what follows. */
export function endLeg(carrier: Carrier, leg: Leg, ending: Ending): void {
  if (leg.ending) return;
  leg.ending = ending;
  void finishCall(carrier, leg.call, ending, () => undefined);
}

function isCallerId(carrier: Carrier, parent: LiveCall, number: string): boolean {
  if (!E164.test(number)) return false;
  const isOnCall = number === parent.record.from || number === parent.record.to;
  return isOnCall || carrier.config.numbers.length === 0 || carrier.numbers.byNumber(number) !== undefined;
}

function statusHookOf(target: DialTarget, documentUrl: string | undefined): Pick<CallPlan, 'status'> {
  const { statusCallback, statusCallbackMethod: method, statusEvents: events } = target;
  if (statusCallback === undefined || !URL.canParse(statusCallback, documentUrl)) return {};
  return { status: { url: new URL(statusCallback, documentUrl).href, method, events } };
}
