import type { Carrier } from '../carrier.ts';
import { listenInVain } from '../twiml/listen.ts';
import { noteCall } from './note.ts';
import type { AnsweredBy, DetectionOrder, LiveCall } from './call.ts';

interface Finding {
  readonly answeredBy: AnsweredBy;
  readonly afterMs: number;
}

/** Synchronous detection: the person hears silence until it is done, then the TwiML is asked for with AnsweredBy. */
export async function detectBeforeTwiml(
  carrier: Carrier,
  call: LiveCall,
  order: DetectionOrder,
): Promise<void> {
  const finding = find(call, order);
  await listenInVain(carrier, call, call.line.nowMs + finding.afterMs);
  settle(carrier, call, finding);
}

/** AsyncAmd: the TwiML runs at once; the finding goes to its own callback. */
export function detectInBackground(carrier: Carrier, call: LiveCall, order: DetectionOrder): void {
  const finding = find(call, order);
  carrier.clock.afterPeople(finding.afterMs, () => {
    if (call.record.status !== 'in-progress') return;
    settle(carrier, call, finding);
    if (!order.hook) return;
    const params = {
      AccountSid: carrier.config.accountSid,
      AnsweredBy: finding.answeredBy,
      CallSid: call.record.sid,
      MachineDetectionDuration: String(Math.round(finding.afterMs)),
    };
    void carrier.webhooks.deliver({ purpose: 'amd', ...order.hook, params, callSid: call.record.sid });
  });
}

function find(call: LiveCall, order: DetectionOrder): Finding {
  const found = call.person.detection(order.waitsForEnd);
  return found.afterMs <= order.timeoutMs ? found : { answeredBy: 'unknown', afterMs: order.timeoutMs };
}

function settle(carrier: Carrier, call: LiveCall, finding: Finding): void {
  call.record.answeredBy = finding.answeredBy;
  noteCall(carrier, call, 'detected', { answeredBy: finding.answeredBy });
}
