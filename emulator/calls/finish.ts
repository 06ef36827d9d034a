import type { Carrier } from '../carrier.ts';
import { receiveMessage } from '../messages/receive.ts';
import { fireStatus } from '../webhooks/status.ts';
import type { Ending, LiveCall } from './call.ts';
import { placeInbound } from './place.ts';

/** Ends a call: record, truth file, `completed` callback, and what the person does afterwards. */
export async function finishCall(carrier: Carrier, call: LiveCall, ending: Ending): Promise<void> {
  const { record, line } = call;
  const { sid, to, from, direction } = record;
  const talkedMs = call.answeredAtMs === undefined ? 0 : line.nowMs - call.answeredAtMs;
  // The person's own hang-up was written when it happened.
  if (ending.by !== 'person' && call.answeredAtMs !== undefined) {
    carrier.truth.write('hangup', { callSid: sid, to, from, direction, by: ending.by });
  }
  record.status = ending.status;
  record.endedAtMs = carrier.clock.wallMs();
  record.updatedAtMs = record.endedAtMs;
  record.durationS = Math.ceil(talkedMs / 1000);
  const outcome = {
    status: ending.status,
    durationS: record.durationS,
    sipCode: ending.sipCode,
    by: ending.by,
  };
  carrier.truth.write('end', { callSid: sid, to, from, direction, ...outcome, errorCode: ending.errorCode });
  carrier.store.live.delete(sid);
  carrier.counters.count(`ended ${ending.status}`);
  carrier.recordings.callEnded(sid, record.durationS);
  carrier.store.prune(record.endedAtMs);
  scheduleAftermath(carrier, call);
  await fireStatus(carrier, call, 'completed', ending);
}

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
