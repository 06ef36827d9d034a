import type { Carrier } from '../carrier.ts';
import { rfc2822 } from '../webhooks/params.ts';
import type { Recording } from './store.ts';
import { recordingUrl } from './url.ts';

/**
 * Sends the news of a recording's status, if it was asked for, by the webhook fault of its call. Source: Twilio
 * documentation, "TwiML Voice: <Record>", section "recordingStatusCallback".
 */
export function reportRecording(carrier: Carrier, recording: Recording): void {
  const { hook, events, status, callSid } = recording;
  if (!hook || !events.includes(status)) return;
  const params = {
    AccountSid: carrier.config.accountSid,
    CallSid: callSid,
    ErrorCode: String(recording.errorCode ?? 0),
    RecordingChannels: String(recording.channels),
    RecordingSid: recording.sid,
    RecordingSource: recording.source,
    RecordingStartTime: rfc2822(recording.startedAtMs),
    RecordingStatus: status,
    RecordingTrack: 'both',
    RecordingUrl: recordingUrl(carrier, recording.sid),
    ...(status === 'in-progress' ? {} : { RecordingDuration: String(recording.durationS) }),
  };
  const webhook = { purpose: 'recording' as const, ...hook, params, callSid };
  void carrier.webhookFaults.inform(recording.webhookFault, webhook);
}
