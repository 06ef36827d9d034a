/** Where a TwiML document comes from: fetched from a URL, or given whole. */
export type DocumentSource =
  | {
      readonly kind: 'url';
      readonly url: string;
      readonly method: HttpMethod;
      readonly params: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'text'; readonly twiml: string };

/** The two methods of a webhook. */
export type HttpMethod = 'GET' | 'POST';

/** A prompt: something the person hears. `durationMs` in people's milliseconds, undefined for audio not yet fetched. */
export type Prompt =
  | {
      readonly verb: 'Say';
      readonly text: string;
      readonly durationMs: number;
      readonly loop: number;
      readonly language?: string;
      readonly voice?: string;
    }
  | { readonly verb: 'Play'; readonly url: string; readonly digits?: string; readonly loop: number }
  | { readonly verb: 'Pause'; readonly durationMs: number };

/** Collects keys or speech. Times in people's milliseconds. */
export interface Gather {
  readonly verb: 'Gather';
  readonly prompts: readonly Prompt[];
  readonly takesKeys: boolean;
  readonly takesSpeech: boolean;
  readonly action?: string;
  readonly method: HttpMethod;
  readonly timeoutMs: number;
  /** 'auto' or milliseconds of silence after which speech is over. */
  readonly speechTimeoutMs: number;
  readonly maxSpeechMs: number;
  readonly numDigits?: number;
  readonly finishOnKey: string;
  readonly isActedOnEmpty: boolean;
  readonly isInterruptible: boolean;
  readonly language: string;
  /** Phrases that help the recogniser. */
  readonly hints: readonly string[];
}

/** Records the person. Times in people's milliseconds. */
export interface RecordOrder {
  readonly verb: 'Record';
  readonly action?: string;
  readonly method: HttpMethod;
  readonly timeoutMs: number;
  readonly finishOnKey: string;
  readonly maxLengthMs: number;
  readonly hasBeep: boolean;
  readonly statusCallback?: string;
  readonly statusCallbackMethod: HttpMethod;
  readonly statusEvents: readonly string[];
  /** Silence at both ends is cut off. */
  readonly isTrimmed: boolean;
  /** Where the written words go; none: they are not asked for. */
  readonly transcribeCallback?: string;
}

/** One line a Dial tries. */
export interface DialTarget {
  readonly number: string;
  readonly statusCallback?: string;
  readonly statusCallbackMethod: HttpMethod;
  readonly statusEvents: readonly string[];
}

/** Puts the person through to somebody else. Times in people's milliseconds. */
export interface DialOrder {
  readonly verb: 'Dial';
  readonly targets: readonly DialTarget[];
  /** One after the other instead of all at once. */
  readonly isSequential: boolean;
  readonly action?: string;
  readonly method: HttpMethod;
  readonly callerId?: string;
  readonly ringTimeoutMs: number;
  readonly timeLimitMs: number;
  readonly endsOnStar: boolean;
  /** An inbound call goes on ringing until somebody answers. */
  readonly answersOnBridge: boolean;
  readonly recording?: {
    readonly fromRinging: boolean;
    readonly channels: 1 | 2;
    readonly statusCallback?: string;
    readonly statusCallbackMethod: HttpMethod;
    readonly statusEvents: readonly string[];
  };
}

/** One instruction of a document, in the order it is carried out. */
export type Instruction =
  | Prompt
  | Gather
  | RecordOrder
  | DialOrder
  | { readonly verb: 'Redirect'; readonly url: string; readonly method: HttpMethod }
  | { readonly verb: 'Reject'; readonly reason: 'rejected' | 'busy' }
  | { readonly verb: 'Hangup' };

/** A parsed document and what was passed over in it (Twilio warning 12200). */
export interface TwimlDocument {
  readonly instructions: readonly Instruction[];
  readonly warnings: readonly string[];
}

/** A document cannot be carried out. `errorCode` as Twilio's: 12100 unreadable, 12200 not in the schema, 12300 content type. */
export class TwimlError extends Error {
  readonly errorCode: number;
  constructor(errorCode: number, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}
