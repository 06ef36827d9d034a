import type { Carrier } from '../carrier.ts';
import type { LiveCall } from '../calls/call.ts';
import { LineInterrupted } from '../calls/line.ts';
import { startRecording } from '../recordings/record.ts';
import { callParams } from '../webhooks/params.ts';
import type { RecordOrder } from './document.ts';
import { listen, listenInVain, noteInput } from './listen.ts';

const BEEP_MS = 500;

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
  call.person.isAsked(call.line.nowMs);
  const taken = { startMs: call.line.nowMs, spokenUntilMs: 0, digits: '' };
  try {
    await takeDown(carrier, call, verb, taken);
  } catch (error) {
    const isHangup = error instanceof LineInterrupted && error.interruption.kind === 'ended';
    if (isHangup && taken.spokenUntilMs > 0) await reportHangup(carrier, call, verb, documentUrl, taken);
    throw error;
  }
  return taken.spokenUntilMs === 0 ? undefined : saved(carrier, call, verb, documentUrl, taken);
}

interface Taken {
  readonly startMs: number;
  /** 0 while nothing was said. */
  spokenUntilMs: number;
  digits: string;
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
    taken.spokenUntilMs = call.line.nowMs;
    await listenInVain(carrier, call, Math.min(call.line.nowMs + input.durationMs, lastMs));
    taken.spokenUntilMs = call.line.nowMs;
    silenceEndsMs = call.line.nowMs + verb.timeoutMs;
  }
}

function saved(
  carrier: Carrier,
  call: LiveCall,
  verb: RecordOrder,
  documentUrl: string | undefined,
  taken: Taken,
): Record<string, string> {
  const statusUrl = verb.statusCallback && new URL(verb.statusCallback, documentUrl).href;
  const recording = startRecording(carrier, call, 'RecordVerb', {
    events: verb.statusEvents,
    ...(statusUrl ? { hook: { url: statusUrl, method: verb.statusCallbackMethod } } : {}),
  });
  const durationS = Math.max(1, Math.ceil((taken.spokenUntilMs - taken.startMs) / 1000));
  const { sid, url } = recording.complete(durationS);
  return { RecordingUrl: url, RecordingSid: sid, RecordingDuration: String(durationS), Digits: taken.digits };
}

async function reportHangup(
  carrier: Carrier,
  call: LiveCall,
  verb: RecordOrder,
  documentUrl: string | undefined,
  taken: Taken,
): Promise<void> {
  const params = saved(carrier, call, verb, documentUrl, { ...taken, digits: 'hangup' });
  const base = documentUrl ?? verb.action;
  if (base === undefined || !URL.canParse(base)) return;
  await carrier.webhooks.deliver({
    purpose: 'voice',
    url: new URL(verb.action ?? base, base).href,
    method: verb.method,
    params: { ...callParams(carrier.config.accountSid, call), ...params, CallStatus: 'completed' },
    callSid: call.record.sid,
  });
}
