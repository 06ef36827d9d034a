import type { Carrier } from '../carrier.ts';
import type { OwnNumber } from '../numbers.ts';
import type { NamedPersona } from '../people/directory.ts';
import type { FarEnd } from '../people/far-end.ts';
import { receiveMessage } from '../messages/receive.ts';
import type { CallPlan, LiveCall } from './call.ts';
import { conductInbound, conductOutbound } from './conduct.ts';
import { createCall, whoHas } from './create.ts';
import { noteCall } from './note.ts';

/** A create request that passed its checks. `faults` are what it is to suffer. */
export interface OutboundOrder {
  readonly to: string;
  readonly from: string;
  readonly plan: CallPlan;
  readonly webhookFault?: string;
  readonly courseFault?: string;
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
    whom: whoHas(carrier, order.to),
    ...faultsOf(order.webhookFault, order.courseFault),
  });
  noteCall(carrier, call, 'queued', { persona: call.person.name, nth: call.nth, queueTimeMs });
  void conductOutbound(carrier, call, queueTimeMs, () => scheduleAftermath(carrier, call));
  return call;
}

/** A person's call to one of our numbers. */
export interface InboundOrder {
  readonly from: string;
  readonly to: string;
  /** Who calls: a persona's name, a persona itself, or somebody real; without it, whoever has the number. */
  readonly persona?: string | NamedPersona | FarEnd;
  /** Told when the call has ended, before its last status callback. */
  readonly onEnded?: () => void;
}

/** Why an inbound call could not be made. */
export type InboundRefusal = 'not_our_number' | 'no_voice_url' | 'no_such_persona';

/**
 * Rings one of our numbers, which must have a VoiceUrl; the number's own URLs decide what is asked, and its status
 * callback is told of the end only. Webhook faults strike by the caller's number.
 */
export function placeInbound(carrier: Carrier, order: InboundOrder): LiveCall | InboundRefusal {
  const { from, to } = order;
  const number = carrier.numbers.byNumber(to);
  if (!number) return 'not_our_number';
  if (number.voiceUrl === '') return 'no_voice_url';
  const whom =
    typeof order.persona === 'string'
      ? carrier.directory.named(order.persona)
      : (order.persona ?? carrier.directory.personaOf(from));
  if (!whom) return 'no_such_persona';
  const suffering = carrier.faults.decide({
    number: from,
    nthToNumber: carrier.counters.next(`inbound of ${from}`),
    sinceStartMs: carrier.clock.wallMs() - carrier.startedAtMs,
  });
  const call = createCall(carrier, {
    from,
    to,
    ours: to,
    direction: 'inbound',
    queueTimeMs: 0,
    listLagMs: 0,
    plan: planOf(number),
    whom,
    ...faultsOf(suffering.webhook, suffering.call),
  });
  noteCall(carrier, call, 'inbound', { persona: call.person.name, nth: call.nth });
  void conductInbound(carrier, call, () => {
    order.onEnded?.();
    scheduleAftermath(carrier, call);
  });
  return call;
}

function faultsOf(
  webhookFault: string | undefined,
  courseFault: string | undefined,
): { webhookFault?: string; courseFault?: string } {
  return {
    ...(webhookFault === undefined ? {} : { webhookFault }),
    ...(courseFault === undefined ? {} : { courseFault }),
  };
}

/** How a call to this number is run: by its own URLs. */
function planOf(number: OwnNumber): CallPlan {
  const { voiceUrl, voiceMethod, voiceFallbackUrl, voiceFallbackMethod, statusCallback } = number;
  return {
    voice: { url: voiceUrl, method: voiceMethod },
    ringTimeoutMs: 60_000,
    timeLimitMs: 14_400_000,
    ...(voiceFallbackUrl && { fallback: { url: voiceFallbackUrl, method: voiceFallbackMethod } }),
    ...(statusCallback && {
      status: { url: statusCallback, method: number.statusCallbackMethod, events: ['completed'] },
    }),
  };
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
