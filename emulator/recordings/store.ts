import type { Hook } from '../calls/call.ts';

/** Where a recording can stand. */
export type RecordingStatus =
  | 'in-progress'
  | 'paused'
  | 'stopped'
  | 'processing'
  | 'completed'
  | 'absent'
  | 'failed';

/** What asked for a recording. */
export type RecordingSource = 'RecordVerb' | 'DialVerb' | 'OutboundAPI' | 'StartCallRecordingAPI';

/** What a recording is to be. */
export interface RecordingOrder {
  readonly callSid: string;
  readonly source: RecordingSource;
  readonly channels: 1 | 2;
  /** Where its news go. */
  readonly hook?: Hook;
  /** Which news: `in-progress`, `completed`, `absent`, `failed`. */
  readonly events: readonly string[];
  /** Where the written words go, when they were asked for. */
  readonly transcribeHook?: Hook;
}

/** A recording. `durationS` -1 while it is not complete, as Twilio reports it. */
export interface Recording extends RecordingOrder {
  readonly sid: string;
  readonly startedAtMs: number;
  status: RecordingStatus;
  durationS: number;
  /** It fails in the end: a fault of its call. */
  readonly isDoomed: boolean;
  /** The webhook fault of its call, which its news suffer too. */
  readonly webhookFault?: string;
  /** Why there is no audio: 16102 silent. */
  errorCode?: number;
  /** What was said into it. */
  words: string;
}

/** Recordings by sid; the oldest are forgotten beyond 20,000. Audio is made when it is asked for, not kept. */
export class RecordingStore {
  readonly #bySid = new Map<string, Recording>();
  readonly #open = new Set<Recording>();
  /** Set by the part that completes recordings: called with what runs when a call ends. */
  onCallEnded: (recording: Recording, callDurationS: number) => void = () => undefined;

  add(recording: Recording): void {
    this.#bySid.set(recording.sid, recording);
    this.#open.add(recording);
    const oldest = this.#bySid.size > 20_000 ? this.#bySid.keys().next().value : undefined;
    if (oldest !== undefined) this.#bySid.delete(oldest);
  }

  get(sid: string): Recording | undefined {
    return this.#bySid.get(sid);
  }

  remove(sid: string): boolean {
    return this.#bySid.delete(sid);
  }

  /** Newest first; of one call when `callSid` is given. */
  list(callSid?: string): Recording[] {
    const all = [...this.#bySid.values()].toReversed();
    return callSid === undefined ? all : all.filter((recording) => recording.callSid === callSid);
  }

  /** It is over, whatever becomes of its call. */
  close(recording: Recording): void {
    this.#open.delete(recording);
  }

  /** Completes what was still recording on that call. */
  callEnded(callSid: string, durationS: number): void {
    for (const recording of this.#open) {
      if (recording.callSid !== callSid) continue;
      this.#open.delete(recording);
      if (recording.status === 'in-progress' || recording.status === 'paused')
        this.onCallEnded(recording, durationS);
    }
  }
}
