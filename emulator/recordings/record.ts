import type { Carrier } from '../carrier.ts';
import type { Hook, LiveCall } from '../calls/call.ts';
import { sidOf } from '../sid.ts';
import { rfc2822 } from '../webhooks/params.ts';
import type { Recording } from './store.ts';

/** Where news of a recording go: `in-progress`, `completed`. */
export interface RecordingOrder {
  readonly hook?: Hook;
  readonly events: readonly string[];
}

/** A recording under way. */
export interface OpenRecording {
  readonly recording: Recording;
  /** Ends it; its audio is there, and `completed` is sent, a second of people's time later. */
  complete(durationS: number): { readonly sid: string; readonly url: string };
}

const PROCESSING_MS = 1_000;

/** Begins a recording of a call and tells its status callback, if `in-progress` was asked for. */
export function startRecording(
  carrier: Carrier,
  call: LiveCall,
  source: Recording['source'],
  order: RecordingOrder,
): OpenRecording {
  const callSid = call.record.sid;
  call.recordingsBegun += 1;
  const recording: Recording = {
    sid: sidOf('RE', callSid, call.recordingsBegun),
    callSid,
    source,
    startedAtMs: carrier.clock.wallMs(),
    status: 'in-progress',
    durationS: -1,
    ...order,
  };
  carrier.recordings.add(recording);
  carrier.truth.write('recording', { callSid, recordingSid: recording.sid, status: 'in-progress' });
  report(carrier, recording, 'in-progress');
  return {
    recording,
    complete: (durationS) => {
      completeRecording(carrier, recording, durationS);
      return { sid: recording.sid, url: recordingUrl(carrier, recording.sid) };
    },
  };
}

/** Ends a recording of `durationS` people's seconds; see OpenRecording.complete. */
export function completeRecording(carrier: Carrier, recording: Recording, durationS: number): void {
  recording.status = 'processing';
  carrier.clock.afterPeople(PROCESSING_MS, () => {
    recording.status = 'completed';
    recording.durationS = durationS;
    carrier.truth.write('recording', {
      callSid: recording.callSid,
      recordingSid: recording.sid,
      status: 'completed',
      durationS,
    });
    report(carrier, recording, 'completed');
  });
}

/** Where the audio of a recording is had. */
export function recordingUrl(carrier: Carrier, sid: string): string {
  return `${carrier.url}/2010-04-01/Accounts/${carrier.config.accountSid}/Recordings/${sid}`;
}

function report(carrier: Carrier, recording: Recording, status: 'in-progress' | 'completed'): void {
  if (!recording.hook || !recording.events.includes(status)) return;
  const params = {
    AccountSid: carrier.config.accountSid,
    CallSid: recording.callSid,
    ErrorCode: '0',
    RecordingChannels: '1',
    RecordingSid: recording.sid,
    RecordingSource: recording.source,
    RecordingStartTime: rfc2822(recording.startedAtMs),
    RecordingStatus: status,
    RecordingTrack: 'both',
    RecordingUrl: recordingUrl(carrier, recording.sid),
    ...(status === 'completed' ? { RecordingDuration: String(recording.durationS) } : {}),
  };
  void carrier.webhooks.deliver({
    purpose: 'recording',
    ...recording.hook,
    params,
    callSid: recording.callSid,
  });
}
