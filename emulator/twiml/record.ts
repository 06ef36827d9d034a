import type { Carrier } from '../carrier.ts';
import type { LiveCall } from '../calls/call.ts';
import { LineInterrupted } from '../calls/line.ts';
import { completeRecording, dropRecording, startRecording } from '../recordings/record.ts';
import type { Recording } from '../recordings/store.ts';
import { recordingUrl } from '../recordings/url.ts';
import { reportAfterHangup } from './after-hangup.ts';
import type { RecordOrder } from './document.ts';
import { listen, listenInVain, noteInput } from './listen.ts';

const BEEP_MS = 500;
const ASK = { keys: true, speech: true, recording: true };

/**
 * Records the person. The answer is the parameters for the action URL, or undefined when nothing was said: then Twilio
 * makes no request and the document goes on. When the person hangs up the action still gets its request, with
 * Digits=hangup, and LineInterrupted is thrown. Source: Twilio documentation, "TwiML Voice: <Record>".
 */
export async function performRecord(
  carrier: Carrier,
  call: LiveCall,
  verb: RecordOrder,
  documentUrl: string | undefined,
): Promise<Record<string, string> | undefined> {
  if (verb.hasBeep) await listenInVain(carrier, call, call.line.nowMs + BEEP_MS);
  const recording = startRecording(carrier, call, orderOf(call, verb, documentUrl));
  call.person.isAsked(call.line.nowMs, ASK);
  const taken: Taken = { startMs: call.line.nowMs, spokenFromMs: 0, spokenUntilMs: 0, digits: '', words: [] };
  try {
    await takeDown(carrier, call, verb, taken);
  } catch (error) {
    const params = finish(carrier, call, verb, recording, { ...taken, digits: 'hangup' });
    const isHangup = error instanceof LineInterrupted && error.interruption.kind === 'ended';
    if (isHangup && params) await reportAfterHangup(carrier, call, { ...verb, documentUrl }, params);
    throw error;
  }
  return finish(carrier, call, verb, recording, taken);
}

interface Taken {
  readonly startMs: number;
  spokenFromMs: number;
  /** 0 while nothing was said. */
  spokenUntilMs: number;
  digits: string;
  readonly words: string[];
}

function orderOf(
  call: LiveCall,
  verb: RecordOrder,
  documentUrl: string | undefined,
): Parameters<typeof startRecording>[2] {
  const hookOf = (url: string | undefined, method: RecordOrder['method']) =>
    url === undefined || !URL.canParse(url, documentUrl)
      ? undefined
      : { url: new URL(url, documentUrl).href, method };
  const hook = hookOf(verb.statusCallback, verb.statusCallbackMethod);
  const transcribeHook = verb.transcribeCallback && hookOf(verb.transcribeCallback, 'POST');
  return {
    callSid: call.record.sid,
    source: 'RecordVerb',
    channels: 1,
    events: verb.statusEvents,
    ...(hook && { hook }),
    ...(transcribeHook && { transcribeHook }),
  };
}

async function takeDown(carrier: Carrier, call: LiveCall, verb: RecordOrder, taken: Taken): Promise<void> {
  const lastMs = taken.startMs + verb.maxLengthMs;
  let silenceEndsMs = call.line.nowMs + verb.timeoutMs;
  for (;;) {
    const input = await listen(carrier, call, Math.min(silenceEndsMs, lastMs));
    if (!input) return;
    const isFinish = input.kind === 'key' && verb.finishOnKey.includes(input.key);
    noteInput(carrier, call, input, input.kind === 'speech' || isFinish);
    if (isFinish) {
      taken.digits = input.key;
      return;
    }
    if (input.kind !== 'speech') continue;
    if (taken.spokenUntilMs === 0) taken.spokenFromMs = call.line.nowMs;
    taken.spokenUntilMs = call.line.nowMs;
    taken.words.push(input.text);
    try {
      await listenInVain(carrier, call, Math.min(call.line.nowMs + input.durationMs, lastMs));
    } finally {
      taken.spokenUntilMs = call.line.nowMs;
    }
    silenceEndsMs = call.line.nowMs + verb.timeoutMs;
  }
}

/** Ends the recording; the parameters for the action, undefined for silence. */
function finish(
  carrier: Carrier,
  call: LiveCall,
  verb: RecordOrder,
  recording: Recording,
  taken: Taken,
): Record<string, string> | undefined {
  // Stopped or ended through the API already, as when the call was.
  if (taken.spokenUntilMs === 0) {
    if (recording.status === 'in-progress') dropRecording(carrier, recording);
    return undefined;
  }
  const lengthMs = verb.isTrimmed
    ? taken.spokenUntilMs - taken.spokenFromMs
    : call.line.nowMs - taken.startMs;
  const durationS = Math.max(1, Math.ceil(lengthMs / 1000));
  recording.words = taken.words.join(' ');
  if (recording.status === 'in-progress') completeRecording(carrier, recording, durationS);
  return {
    RecordingUrl: recordingUrl(carrier, recording.sid),
    RecordingSid: recording.sid,
    RecordingDuration: String(durationS),
    Digits: taken.digits,
  };
}
