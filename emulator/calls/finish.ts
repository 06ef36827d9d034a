import type { Carrier } from '../carrier.ts';
import { fireStatus } from '../webhooks/status.ts';
import type { Ending, LiveCall } from './call.ts';
import { noteCall } from './note.ts';

/** Ends a call: record, truth file, `onEnded`, and the `completed` callback. */
export async function finishCall(
  carrier: Carrier,
  call: LiveCall,
  ending: Ending,
  onEnded: () => void,
): Promise<void> {
  const { record, line } = call;
  const talkedMs = call.answeredAtMs === undefined ? 0 : line.nowMs - call.answeredAtMs;
  // The person's own hang-up was written when it happened.
  if (ending.by !== 'person' && call.answeredAtMs !== undefined) {
    noteCall(carrier, call, 'hangup', { by: ending.by });
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
  noteCall(carrier, call, 'end', { ...outcome, errorCode: ending.errorCode });
  call.person.statusIs(ending.status);
  carrier.store.live.delete(record.sid);
  carrier.counters.count(`ended ${ending.status}`);
  carrier.recordings.callEnded(record.sid, record.durationS);
  carrier.store.prune(record.endedAtMs);
  onEnded();
  await fireStatus(carrier, call, 'completed', ending);
}
