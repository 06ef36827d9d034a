import type { Readable } from 'node:stream';
import type { CarrierAccount } from '../call/carrier.port.ts';

/** The sound of a recording as the carrier hands it out. `byteSize` is what it announces, null when it does not. */
export type OpenAudioResult =
  | { kind: 'audio'; byteSize: number | null; body: Readable }
  | { kind: 'not_found' }
  | { kind: 'refused'; httpStatus: number }
  | { kind: 'unavailable'; reason: string };

/** What became of a deletion at the carrier. */
export type RemoveAudioResult =
  | { kind: 'removed' }
  | { kind: 'not_found' }
  | { kind: 'refused'; httpStatus: number }
  | { kind: 'unavailable'; reason: string };

/** The recordings of one carrier account. Neither method throws for what a network or a carrier can do. */
export interface RecordingAudioPort {
  /** Asks the account's own host alone, whatever a webhook named. `signal` ends the stream as well. */
  openAudio(providerRecordingId: string, signal: AbortSignal): Promise<OpenAudioResult>;
  /** Deletes the carrier's copy. IDEMPOTENT. */
  removeAudio(providerRecordingId: string): Promise<RemoveAudioResult>;
}

/** The port of an account. */
export interface RecordingAudioRegistry {
  forAccount(account: CarrierAccount): RecordingAudioPort;
}
