import type { Carrier } from '../carrier.ts';
import type { LiveCall } from '../calls/call.ts';
import type { Gather } from './document.ts';
import { heardPart } from './durations.ts';
import { listen, listenInVain, noteInput, type PersonInput } from './listen.ts';
import { playPrompt } from './prompt.ts';

/** How sure the recogniser is of a sentence that nobody gave a confidence. */
const CLEAR = 0.92;

/**
 * Plays a Gather's prompts and collects. The answer is the parameters for its action URL, or undefined when there is
 * nothing to send and the document goes on. Throws LineInterrupted.
 * Source: Twilio documentation, "TwiML Voice: <Gather>".
 */
export async function performGather(
  carrier: Carrier,
  call: LiveCall,
  gather: Gather,
): Promise<Record<string, string> | undefined> {
  const takes = (input: PersonInput): boolean =>
    input.kind === 'key' ? gather.takesKeys : gather.takesSpeech;
  const first = await playPrompts(carrier, call, gather, takes);
  const collected = await collect(carrier, call, gather, takes, first);
  if (collected.speech) return { ...collected.speech, Language: gather.language };
  if (collected.digits === '' && !gather.isActedOnEmpty) return undefined;
  return { Digits: collected.digits, FinishedOnKey: collected.finishedOnKey, msg: 'Gather End' };
}

async function playPrompts(
  carrier: Carrier,
  call: LiveCall,
  gather: Gather,
  takes: (input: PersonInput) => boolean,
): Promise<PersonInput | undefined> {
  for (const prompt of gather.prompts) {
    const input = await playPrompt(carrier, call, prompt, (one) => gather.isInterruptible && takes(one));
    if (input) return input;
  }
  const { takesKeys: keys, takesSpeech: speech } = gather;
  call.person.isAsked(call.line.nowMs, { keys, speech, recording: false });
  return undefined;
}

interface Collected {
  readonly digits: string;
  readonly finishedOnKey: string;
  readonly speech?: { readonly SpeechResult: string; readonly Confidence: string };
}

async function collect(
  carrier: Carrier,
  call: LiveCall,
  gather: Gather,
  takes: (input: PersonInput) => boolean,
  first: PersonInput | undefined,
): Promise<Collected> {
  let digits = '';
  let deadlineMs = call.line.nowMs + gather.timeoutMs;
  for (let input = first; ; input = undefined) {
    input ??= await listen(carrier, call, deadlineMs);
    if (!input) return { digits, finishedOnKey: '' };
    // The first key decides that keys are meant: speech after it is not heard.
    const isTaken = takes(input) && (input.kind === 'key' || digits === '');
    noteInput(carrier, call, input, isTaken);
    if (!isTaken) continue;
    if (input.kind === 'speech')
      return { digits, finishedOnKey: '', speech: await hearOut(carrier, call, gather, input) };
    if (gather.finishOnKey.includes(input.key)) return { digits, finishedOnKey: input.key };
    digits += input.key;
    if (digits.length === gather.numDigits) return { digits, finishedOnKey: '' };
    deadlineMs = call.line.nowMs + gather.timeoutMs;
  }
}

/** Waits for the end of the sentence and the silence after it, and recognises what was said until `maxSpeechTime`. */
async function hearOut(
  carrier: Carrier,
  call: LiveCall,
  gather: Gather,
  speech: Extract<PersonInput, { kind: 'speech' }>,
): Promise<{ SpeechResult: string; Confidence: string }> {
  const spokenMs = Math.min(speech.durationMs, gather.maxSpeechMs);
  await listenInVain(carrier, call, call.line.nowMs + spokenMs + gather.speechTimeoutMs);
  const said = heardPart(speech.text, spokenMs / speech.durationMs);
  const isHelped = gather.hints.some((hint) => said.toLowerCase().includes(hint.toLowerCase()));
  const recognised = isHelped ? said : (speech.heardAs ?? said);
  const confidence = isHelped ? CLEAR : (speech.confidence ?? CLEAR);
  return { SpeechResult: recognised, Confidence: String(confidence) };
}
