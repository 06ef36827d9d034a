import type { StepInput } from '../../contracts/call-instructions.ts';
import { FIRST_TURN } from '../../contracts/names.ts';
import { isCardLike } from '../../domain/ivr/card-like.ts';
import { type FormParams, single } from './form-body.ts';

/** What a redirect of ours means, told by `in` in its address. Everything else is told by the carrier's parameters. */
const BY_REDIRECT: Readonly<Record<string, StepInput>> = {
  no_input: { type: 'no_input' },
  resume: { type: 'resume' },
  not_allowed: { type: 'dial_result', result: 'failed', durationMs: 0 },
};

const DIAL_RESULTS: Readonly<Record<string, 'answered' | 'busy' | 'no_answer' | 'failed'>> = {
  answered: 'answered',
  completed: 'answered',
  busy: 'busy',
  'no-answer': 'no_answer',
  failed: 'failed',
  canceled: 'failed',
};

/**
 * What the caller did, from the parameters of a voice webhook. `redirect` is `in` of the address.
 * Source: Twilio docs, TwiML Gather, Record and Dial, "action" request parameters.
 */
export function stepInput(turn: string, redirect: string | undefined, params: FormParams): StepInput {
  const told = redirect === undefined ? undefined : BY_REDIRECT[redirect];
  if (told) return told;
  const dialStatus = single(params, 'DialCallStatus');
  if (dialStatus !== undefined) {
    const legId = single(params, 'DialCallSid');
    return {
      type: 'dial_result',
      result: DIAL_RESULTS[dialStatus] ?? 'failed',
      durationMs: secondsMs(params, 'DialCallDuration'),
      ...(legId !== undefined && { legId }),
      // Told of the caller's own leg, beside that which was dialled.
      ...(single(params, 'CallStatus') === 'completed' && { hungUp: true }),
    };
  }
  const recordingId = single(params, 'RecordingSid');
  const digits = single(params, 'Digits');
  if (recordingId !== undefined) {
    return {
      type: 'recorded',
      recordingId,
      durationMs: secondsMs(params, 'RecordingDuration'),
      hungUp: digits === 'hangup',
    };
  }
  const speech = single(params, 'SpeechResult');
  if (digits) return { type: 'digits', value: withoutCard(digits) };
  if (speech) return { type: 'speech', value: withoutCard(speech), confidence: confidence(params) };
  return turn === FIRST_TURN ? { type: 'start' } : { type: 'no_input' };
}

/** More than any flow takes; an input that is held travels in an address, which the carrier wants shorter than 4 kB. */
const MOST_CHARS = 1_000;

/** A card number must reach no history: it is emptied here, and a flow refuses an empty input. Source: PCI DSS 3.3.1. */
function withoutCard(text: string): string {
  return isCardLike(text) ? '' : text.slice(0, MOST_CHARS);
}

function confidence(params: FormParams): number {
  const value = Number(single(params, 'Confidence') ?? 0);
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}

function secondsMs(params: FormParams, name: string): number {
  const seconds = Number(single(params, name) ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
