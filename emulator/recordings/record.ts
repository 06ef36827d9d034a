import type { Carrier } from '../carrier.ts';
import type { LiveCall } from '../calls/call.ts';
import { sidOf } from '../sid.ts';
import type { Recording, RecordingOrder } from './store.ts';
import { reportRecording } from './report.ts';
import { transcribe } from './transcribe.ts';

const PROCESSING_MS = 1_000;
/** Twilio's error of a recording that is not there because it is silent. */
const SILENT = 16_102;

/** Begins a recording of a call and tells its status callback, if `in-progress` was asked for. */
export function startRecording(carrier: Carrier, call: LiveCall, order: RecordingOrder): Recording {
  call.recordingsBegun += 1;
  const recording: Recording = {
    ...order,
    sid: sidOf('RE', call.record.sid, call.recordingsBegun),
    startedAtMs: carrier.clock.wallMs(),
    status: 'in-progress',
    durationS: -1,
    words: '',
    isDoomed: call.courseFault === 'recording-failed',
    ...(call.webhookFault === undefined ? {} : { webhookFault: call.webhookFault }),
  };
  carrier.recordings.add(recording);
  noteRecording(carrier, recording);
  reportRecording(carrier, recording);
  return recording;
}

/**
 * Ends a recording of `durationS` people's seconds; its audio is there, and `completed` is sent, a second of people's
 * time later. Under the fault `recording-failed` it ends as `failed`, without audio.
 */
export function completeRecording(carrier: Carrier, recording: Recording, durationS: number): void {
  recording.status = 'processing';
  carrier.recordings.close(recording);
  carrier.clock.afterPeople(PROCESSING_MS, () => {
    if (recording.isDoomed) return settle(carrier, recording, 'failed', 0);
    settle(carrier, recording, 'completed', durationS);
    transcribe(carrier, recording);
  });
}

/** Ends a recording in which nothing was said: there is no audio, and `absent` is sent if it was asked for. */
export function dropRecording(carrier: Carrier, recording: Recording): void {
  carrier.recordings.close(recording);
  recording.errorCode = SILENT;
  settle(carrier, recording, 'absent', 0);
}

function settle(
  carrier: Carrier,
  recording: Recording,
  status: 'completed' | 'absent' | 'failed',
  durationS: number,
): void {
  recording.status = status;
  recording.durationS = durationS;
  noteRecording(carrier, recording);
  reportRecording(carrier, recording);
}

function noteRecording(carrier: Carrier, recording: Recording): void {
  const { callSid, sid, source, status, durationS, words } = recording;
  const detail = status === 'completed' ? { durationS, words } : {};
  carrier.truth.write('recording', { callSid, recordingSid: sid, source, status, ...detail });
}
