/**
 * What a call is told to do next, in no carrier's words. The interpreter (domain/ivr/step.ts) makes it, the
 * workflow returns it as the result of an Update, the API renders it (providers/twilio/render.ts). Plain JSON.
 */

/** The languages that a flow can be written in, ISO 639-1. */
export const LANGUAGES = ['en', 'es', 'cs'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A value of a flow variable. */
export type Scalar = string | number | boolean;

/** Keys of a telephone; a digits input holds nothing else. */
export const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'] as const;
export type Key = (typeof KEYS)[number];

/** Prompts that no flow has to bring: the renderer knows them in every language. */
export const SYSTEM_PROMPTS = {
  apology: 'system.apology',
  goodbye: 'system.goodbye',
  holdOn: 'system.hold_on',
  notAvailable: 'system.not_available',
  notInService: 'system.not_in_service',
} as const;

/** A prompt by key, with the values that its template reads and no others; references are flat (`contact.firstName`). */
export interface PromptUse {
  key: string;
  variables: Record<string, Scalar>;
}

/** Speak a prompt (or play it, where the flow brings an audio file for that language). */
export interface SayInstruction {
  type: 'say';
  prompt: PromptUse;
  language: Language;
  /** A key pressed during it may answer the question that follows at once. */
  bargeIn?: true;
}
/** Play an audio file of ours, such as the music while somebody waits. */
export interface PlayInstruction {
  type: 'play';
  url: string;
  /** How often; 0 = until something else happens. */
  times: number;
}
export interface PauseInstruction {
  type: 'pause';
  durationMs: number;
}
/** Collect keys, speech or both while `prompts` are heard; the next input is `digits`, `speech` or `no_input`. */
export interface GatherInstruction {
  type: 'gather';
  input: 'dtmf' | 'speech' | 'both';
  prompts: (SayInstruction | PlayInstruction | PauseInstruction)[];
  /** Exact number of keys after which the input is complete; null: until the finish key or the time-out. */
  numDigits: number | null;
  /** The key that ends the input; null: none, every key is input. */
  finishKey: Key | null;
  timeoutMs: number;
  /** Time between keys, for carriers that can tell it from the time for the first one; absent: the same. */
  interDigitTimeoutMs?: number;
  /** Language and likely phrases of speech recognition. */
  language: Language;
  hints: string[];
  maxSpeechMs: number;
}
/** Record the caller; the next input is `recorded`, or `no_input` when nothing was said. */
export interface RecordInstruction {
  type: 'record';
  playBeep: boolean;
  maxLengthMs: number;
  silenceMs: number;
  finishKey: Key | null;
}
/** Bridge to a number from the configuration (cold transfer); the next input is `dial_result`, when that leg has ended. */
export interface DialInstruction {
  type: 'dial';
  to: string;
  callerId: string | null;
  ringTimeoutMs: number;
  timeLimitMs: number | null;
}
export interface ConferenceInstruction {
  type: 'conference';
  name: string;
}
export interface EnqueueInstruction {
  type: 'enqueue';
  queue: string;
}
/** Ask again after this turn without any input of the caller, as while a slow effect runs; `resume` is the next input. */
export interface RedirectInstruction {
  type: 'redirect';
  /** In the place of a transfer that is not allowed: the next input is the `dial_result` `failed`. */
  in?: 'not_allowed';
}
export interface HangupInstruction {
  type: 'hangup';
}
/** Hand the audio to a media stream. */
export interface StreamInstruction {
  type: 'stream';
  name: string;
  parameters: Record<string, string>;
}

/** One thing to do. A turn is a list of them and ends with one that asks for input, redirects or hangs up. */
export type Instruction =
  | SayInstruction
  | PlayInstruction
  | PauseInstruction
  | GatherInstruction
  | RecordInstruction
  | DialInstruction
  | ConferenceInstruction
  | EnqueueInstruction
  | RedirectInstruction
  | HangupInstruction
  | StreamInstruction;

/** What became of a turn: what the caller did, or what an effect brought. */
export type StepInput =
  | { type: 'start' }
  | { type: 'digits'; value: string }
  /** `confidence` 0..1 as the carrier's recogniser says. */
  | { type: 'speech'; value: string; confidence: number }
  | { type: 'no_input' }
  | { type: 'recorded'; recordingId: string | null; durationMs: number; hungUp: boolean }
  /** `legId` is the carrier's id of the bridged leg, where it names one. */
  | {
      type: 'dial_result';
      result: 'answered' | 'busy' | 'no_answer' | 'failed';
      durationMs: number;
      legId?: string;
      /** The caller has hung up meanwhile: nobody hears what comes after it. */
      hungUp?: true;
    }
  | {
      type: 'effect_result';
      effectId: string;
      result: 'success' | 'failure' | 'timeout';
      values: Record<string, Scalar>;
    }
  /** The carrier came back after a redirect; no effect has reported yet. */
  | { type: 'resume' }
  | { type: 'hangup' };

/** What the workflow has to see to; ids are stable within a call, so that a repeated effect can be recognised. */
export type CallEffect =
  | { type: 'opt_out'; scope: string }
  /** The flow has come to its end; `disposition` is a code such as `confirmed`. */
  | { type: 'end'; disposition: string | null }
  | { type: 'notice_given'; kind: 'recording' | 'ai' }
  | {
      type: 'webhook';
      effectId: string;
      nodeId: string;
      url: string;
      body: Record<string, Scalar>;
      /** JSON pointer into the answer, by the variable that it is for. */
      response: Record<string, string>;
      timeoutMs: number;
      /** The caller hears music of any length meanwhile, which is to be broken off. */
      hasMusic?: true;
    }
  | { type: 'voicemail'; effectId: string; nodeId: string; recordingId: string | null; durationMs: number }
  | { type: 'callback'; effectId: string; nodeId: string; number: string | null; dueAtMs: number };

/** One line of a call's path: one visit of a node or one input to it. `ms` is the time since it began to wait (0 without). */
export interface PathEntry {
  node: string;
  /** 1 = first visit of the node in this call. */
  visit: number;
  /** What the node was given; null when it was merely passed. */
  input: StepInput['type'] | null;
  valid: boolean;
  ms: number;
  /** The outlet taken; null: still there (asked again), ended there, or hung up there. */
  outlet: string | null;
}

/** Most path entries kept for one call; later ones are dropped. */
export const MAX_PATH_ENTRIES = 500;
