import type { Carrier } from '../carrier.ts';
import { sidOf } from '../sid.ts';
import type { Recording } from './store.ts';
import { recordingUrl } from './url.ts';

const WRITING_MS = 3_000;
/** Twilio writes down recordings of 2 to 120 seconds. */
const SHORTEST_S = 2;
const LONGEST_S = 120;

/**
 * Sends what was said in a recording as text, some seconds later, to the `transcribeCallback` of its Record; `failed`
 * for one too short or too long. Source: Twilio documentation, "TwiML Voice: <Record>", section "transcribeCallback".
 */
export function transcribe(carrier: Carrier, recording: Recording): void {
  const { transcribeHook: hook, callSid, sid, durationS, words } = recording;
  if (!hook) return;
  const isWritten = durationS >= SHORTEST_S && durationS <= LONGEST_S;
  const transcriptionSid = sidOf('TR', sid);
  const record = carrier.store.get(callSid);
  const params = {
    AccountSid: carrier.config.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    From: record?.from ?? '',
    RecordingSid: sid,
    RecordingUrl: recordingUrl(carrier, sid),
    To: record?.to ?? '',
    TranscriptionSid: transcriptionSid,
    TranscriptionStatus: isWritten ? 'completed' : 'failed',
    TranscriptionText: isWritten ? words : '',
    TranscriptionType: 'fast',
    TranscriptionUrl: `${recordingUrl(carrier, sid)}/Transcriptions/${transcriptionSid}`,
    Url: recordingUrl(carrier, sid),
  };
  carrier.clock.afterPeople(WRITING_MS, () => {
    const webhook = { purpose: 'transcription' as const, ...hook, params, callSid };
    void carrier.webhookFaults.inform(recording.webhookFault, webhook);
  });
}
