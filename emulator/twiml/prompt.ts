import type { Carrier } from '../carrier.ts';
import type { LiveCall } from '../calls/call.ts';
import { LineInterrupted } from '../calls/line.ts';
import { noteCall } from '../calls/note.ts';
import type { Sound } from '../people/far-end.ts';
import { type Prompt, TwimlError } from './document.ts';
import { heardPart, speechMs } from './durations.ts';
import { listen, noteInput, type PersonInput } from './listen.ts';

const MAX_LOOPS = 1_000;
const DEFAULT_AUDIO_MS = 3_000;
/** 8 kHz 16-bit mono: the bytes of a second, by which the length of fetched audio is judged. */
const AUDIO_BYTES_PER_SECOND = 16_000;

/**
 * Plays one prompt to the person. An input for which `stops` is true cuts it short and is returned, not yet written
 * to the truth file; other inputs are lost. Throws LineInterrupted; TwimlError 11200 and the like for Play.
 */
export async function playPrompt(
  carrier: Carrier,
  call: LiveCall,
  prompt: Prompt,
  stops: (input: PersonInput) => boolean,
): Promise<PersonInput | undefined> {
  const durationMs = await durationOf(carrier, call, prompt);
  const loops = prompt.verb === 'Pause' ? 1 : prompt.loop === 0 ? MAX_LOOPS : prompt.loop;
  for (let round = 0; round < loops; round += 1) {
    const input = await playOnce(carrier, call, prompt, durationMs, stops);
    if (input) return input;
  }
  return undefined;
}

/** What the emulator itself says when the customer's application fails. */
export function applicationErrorPrompt(): Prompt {
  const text = 'We are sorry, an application error has occurred. Goodbye.';
  return { verb: 'Say', text, durationMs: speechMs(text), loop: 1 };
}

async function playOnce(
  carrier: Carrier,
  call: LiveCall,
  prompt: Prompt,
  durationMs: number,
  stops: (input: PersonInput) => boolean,
): Promise<PersonInput | undefined> {
  const startMs = call.line.nowMs;
  const endMs = startMs + durationMs;
  const sound = soundOf(prompt);
  if (sound) call.person.hears(sound, startMs, endMs);
  const heard = (): number => (durationMs === 0 ? 1 : (call.line.nowMs - startMs) / durationMs);
  try {
    for (let input = await listen(carrier, call, endMs); input; input = await listen(carrier, call, endMs)) {
      if (stops(input)) {
        noteHeard(carrier, call, prompt, startMs, heard());
        return input;
      }
      noteInput(carrier, call, input, false);
    }
  } catch (error) {
    if (error instanceof LineInterrupted) noteHeard(carrier, call, prompt, startMs, heard());
    throw error;
  }
  noteHeard(carrier, call, prompt, startMs, 1);
  return undefined;
}

function soundOf(prompt: Prompt): Sound | undefined {
  if (prompt.verb === 'Pause') return undefined;
  if (prompt.verb === 'Play') return { kind: 'play', text: prompt.url };
  const { text, language } = prompt;
  return { kind: 'say', text, ...(language === undefined ? {} : { language }) };
}

/** Writes what the person heard: the whole text and, when it was cut short, the part that was spoken. */
function noteHeard(
  carrier: Carrier,
  call: LiveCall,
  prompt: Prompt,
  startMs: number,
  fraction: number,
): void {
  if (prompt.verb === 'Pause') return;
  const isRecorded = call.beepAtMs !== undefined && startMs >= call.beepAtMs;
  const listener = call.person.isMachine ? { toMachine: true, recorded: isRecorded } : {};
  const isWhole = fraction >= 1;
  call.person.soundOver(isWhole);
  if (prompt.verb === 'Play') {
    noteCall(carrier, call, 'play', { ...listener, url: prompt.url, ...(isWhole ? {} : { cutShort: true }) });
    return;
  }
  const said = { text: prompt.text, ...(prompt.language === undefined ? {} : { language: prompt.language }) };
  const cut = isWhole ? {} : { heard: heardPart(prompt.text, fraction), cutShort: true };
  noteCall(carrier, call, 'say', { ...listener, ...said, ...cut });
}

/** Audio is fetched when it lies on this machine, as Twilio would, and lasts by its size; elsewhere as its address says. */
async function durationOf(carrier: Carrier, call: LiveCall, prompt: Prompt): Promise<number> {
  if (prompt.verb !== 'Play') return prompt.durationMs;
  if (prompt.digits !== undefined && prompt.url === '') return prompt.digits.length * 500;
  if (!carrier.webhooks.isAllowed(prompt.url)) return toldAudioMs(prompt.url);
  const outcome = await call.line.during(
    carrier.webhooks.deliver({
      purpose: 'play',
      url: prompt.url,
      method: 'GET',
      params: {},
      callSid: call.record.sid,
    }),
  );
  if (outcome.ok) return Math.round((outcome.body.length / AUDIO_BYTES_PER_SECOND) * 1000);
  if (outcome.errorCode === 11750) return DEFAULT_AUDIO_MS;
  throw new TwimlError(outcome.errorCode, outcome.reason);
}

/** The end that the address of audio names, as `#t=0,180`, else 3 s. Source: W3C Media Fragments URI, 4.2.1. */
function toldAudioMs(url: string): number {
  const [, end] = /#t=[\d.]*,(\d{1,5}(?:\.\d{1,3})?)$/.exec(url) ?? [];
  return end === undefined ? DEFAULT_AUDIO_MS : Number(end) * 1000;
}
