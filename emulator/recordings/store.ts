import type { Hook } from '../calls/call.ts';

/** A recording. `durationS` -1 while it is not complete, as Twilio reports it. */
export interface Recording {
  readonly sid: string;
  readonly callSid: string;
  readonly source: 'RecordVerb' | 'OutboundAPI' | 'StartCallRecordingAPI';
  readonly startedAtMs: number;
  readonly hook?: Hook;
  readonly events: readonly string[];
  status: 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed';
  durationS: number;
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
