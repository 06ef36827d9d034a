import twilio from 'twilio';
import type {
  DialInstruction,
  GatherInstruction,
  Instruction,
  Language,
  RecordInstruction,
} from '../../contracts/call-instructions.ts';
import { AppError } from '../../domain/errors.ts';
import type { PromptTable } from '../../domain/ivr/graph.types.ts';
import { renderedPrompt } from '../../domain/ivr/rendered-prompt.ts';
import { splitSay } from './render-say-split.ts';
import { VOICES } from './render-voices.ts';

const { VoiceResponse } = twilio.twiml;
type Response = InstanceType<typeof VoiceResponse>;
type Spoken = Extract<Instruction, { type: 'say' | 'play' | 'pause' }>;

/** What a turn needs beside its instructions to be said in TwiML. */
export interface RenderContext {
  /** Of the published version; keep handing in the same object, since parsed prompts are remembered by it. */
  prompts: PromptTable;
  language: Language;
  /** Address that the carrier posts the next input to; `in` tells what a redirect means (`no_input`, `resume`, `not_allowed`). */
  turnUrl: (query?: Readonly<Record<string, string>>) => string;
  /** Address that news of what is recorded go to. */
  recordingUrl?: string;
  /** Address of a media stream by its name. */
  streamUrl?: (name: string) => string;
}

/** Longest TwiML of one turn, bytes. Source: Twilio error 11750, response body over 64 KB. */
export const MAX_TWIML_BYTES = 60_000;
const MAX_HINT_CHARS = 2_000;
const POST = { method: 'POST' };

function bug(message: string): AppError {
  return new AppError({ code: 'internal.unexpected', message });
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** Where things can be said: in the response itself, or while keys are collected. */
type Verbs = Pick<Response, 'say' | 'play' | 'pause'>;

function renderSpoken(verbs: Verbs, instruction: Spoken, context: RenderContext): void {
  if (instruction.type === 'pause') {
    verbs.pause({ length: seconds(instruction.durationMs) });
    return;
  }
  if (instruction.type === 'play') {
    verbs.play({ loop: instruction.times }, instruction.url);
    return;
  }
  const { prompt, language } = instruction;
  const rendered = renderedPrompt(context.prompts, prompt, language);
  if (rendered === null) throw bug(`The prompt ${prompt.key} is not there in ${language}.`);
  if ('audioUrl' in rendered) verbs.play({}, rendered.audioUrl);
  else for (const text of splitSay(rendered.text)) verbs.say({ ...VOICES[language] }, text);
}

function redirect(response: Response, url: string): void {
  response.redirect(POST, url);
}

function renderGather(response: Response, ask: GatherInstruction, context: RenderContext): void {
  const isHeard = ask.input !== 'dtmf';
  const speech = {
    language: VOICES[ask.language].language,
    speechTimeout: 'auto',
    maxSpeechTime: seconds(ask.maxSpeechMs),
    ...(ask.hints.length > 0 ? { hints: ask.hints.join(',').slice(0, MAX_HINT_CHARS) } : {}),
  };
  const gather = response.gather({
    ...POST,
    input: ask.input === 'both' ? ['dtmf', 'speech'] : [ask.input],
    action: context.turnUrl(),
    actionOnEmptyResult: false,
    timeout: seconds(ask.timeoutMs),
    finishOnKey: ask.finishKey ?? '',
    ...(ask.numDigits === null ? {} : { numDigits: ask.numDigits }),
    ...(isHeard ? speech : {}),
  });
  for (const prompt of ask.prompts) renderSpoken(gather, prompt, context);
  redirect(response, context.turnUrl({ in: 'no_input' }));
}

/** Beside the end its beginning, so that a message is seen at once, and that there is no sound after all. */
const RECORDING_EVENTS: ('in-progress' | 'completed' | 'absent')[] = ['in-progress', 'completed', 'absent'];

function renderRecord(response: Response, record: RecordInstruction, context: RenderContext): void {
  const news = context.recordingUrl && {
    recordingStatusCallback: context.recordingUrl,
    recordingStatusCallbackMethod: 'POST',
    recordingStatusCallbackEvent: RECORDING_EVENTS,
  };
  response.record({
    ...POST,
    action: context.turnUrl(),
    playBeep: record.playBeep,
    maxLength: seconds(record.maxLengthMs),
    timeout: seconds(record.silenceMs),
    finishOnKey: record.finishKey ?? '',
    ...news,
  });
  redirect(response, context.turnUrl({ in: 'no_input' }));
}

function renderDial(response: Response, dial: DialInstruction, context: RenderContext): void {
  const attributes = {
    ...POST,
    action: context.turnUrl(),
    timeout: seconds(dial.ringTimeoutMs),
    ...(dial.callerId === null ? {} : { callerId: dial.callerId }),
    ...(dial.timeLimitMs === null ? {} : { timeLimit: seconds(dial.timeLimitMs) }),
  };
  response.dial(attributes).number({}, dial.to);
}

function renderOne(response: Response, instruction: Instruction, context: RenderContext): void {
  switch (instruction.type) {
    case 'say':
    case 'play':
    case 'pause':
      return renderSpoken(response, instruction, context);
    case 'gather':
      return renderGather(response, instruction, context);
    case 'record':
      return renderRecord(response, instruction, context);
    case 'dial':
      return renderDial(response, instruction, context);
    case 'conference':
      response.dial({ ...POST, action: context.turnUrl() }).conference({}, instruction.name);
      return;
    case 'enqueue':
      response.enqueue({ ...POST, action: context.turnUrl() }, instruction.queue);
      return;
    case 'redirect':
      return redirect(response, context.turnUrl({ in: instruction.in ?? 'resume' }));
    case 'hangup':
      response.hangup();
      return;
    case 'stream': {
      if (!context.streamUrl) throw bug('There is no address for media streams.');
      const stream = response.connect().stream({ url: context.streamUrl(instruction.name) });
      for (const [name, value] of Object.entries(instruction.parameters)) stream.parameter({ name, value });
    }
  }
}

/**
 * A turn as TwiML, at most 60 kB: every prompt rendered in its language and voice and escaped. Throws
 * `internal.unexpected` for a prompt that is not there or an answer too long, neither of which a compiled flow can
 * bring about. Pure but for the memory of parsed prompts.
 */
export function renderTwiml(instructions: readonly Instruction[], context: RenderContext): string {
  const response = new VoiceResponse();
  for (const instruction of instructions) renderOne(response, instruction, context);
  const twiml = response.toString();
  if (Buffer.byteLength(twiml) > MAX_TWIML_BYTES) throw bug('The answer is longer than the carrier takes.');
  return twiml;
}
