import type { Carrier } from '../carrier.ts';
import type { CallStatus, Ending, LiveCall } from '../calls/call.ts';
import type { Webhook } from './webhook.ts';
import { callParams, rfc2822 } from './params.ts';

/** The four moments of a call that a status callback can be asked for. */
export type StatusEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

/**
 * Fires the status callback of one moment, if the call's owner asked for it. `sent` settles when it was delivered or
 * given up. Source: Twilio documentation, "Call resource", section "StatusCallback".
 */
export function fireStatus(
  carrier: Carrier,
  call: LiveCall,
  event: StatusEvent,
  ending?: Ending,
): Promise<void> {
  const hook = call.plan.status;
  if (!hook?.events.includes(event)) return Promise.resolve();
  const params = statusParams(carrier, call, event, ending);
  call.statusesFired += 1;
  const webhook: Webhook = {
    purpose: 'status',
    url: hook.url,
    method: hook.method,
    params,
    callSid: call.record.sid,
  };
  const sent = carrier.webhookFaults.dispatch(call, webhook, event === 'completed');
  return sent.finally(() => call.onFirstStatus?.());
}

function statusParams(
  carrier: Carrier,
  call: LiveCall,
  event: StatusEvent,
  ending?: Ending,
): Record<string, string> {
  const durationS = call.record.durationS ?? 0;
  return {
    ...callParams(carrier.config.accountSid, call),
    CallStatus: statusWord(event, call.record.status),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(call.statusesFired),
    Timestamp: rfc2822(carrier.clock.wallMs()),
    ...(ending && {
      CallDuration: String(durationS),
      Duration: String(Math.ceil(durationS / 60)),
      SipResponseCode: String(ending.sipCode),
      ...(ending.errorCode === undefined ? {} : { ErrorCode: String(ending.errorCode) }),
    }),
  };
}

function statusWord(event: StatusEvent, status: CallStatus): string {
  if (event === 'completed') return status;
  return event === 'answered' ? 'in-progress' : event;
}
