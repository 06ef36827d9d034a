/** What is to be put into words; `language` ISO 639-1, what the message was most likely left in. */
export interface TranscriptionRequest {
  /** Whose message it is: its own key transcribes it. */
  orgId: string;
  audio: Buffer;
  /** Kind of the sound, as `audio/wav`. */
  contentType: string;
  language: string;
}

/** The words; or that no transcriber is set up; or that this sound cannot be transcribed, with a code that says why. */
export type TranscriptionResult =
  | { kind: 'text'; text: string }
  | { kind: 'offline' }
  | { kind: 'failed'; code: string };

/** Puts sound into words. */
export interface TranscriptionPort {
  /** Throws only for what may succeed later, such as a transcriber that does not answer. */
  transcribe(request: TranscriptionRequest): Promise<TranscriptionResult>;
}
