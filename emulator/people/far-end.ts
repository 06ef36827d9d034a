import type { AnsweredBy, CallStatus } from '../calls/call.ts';

/** Something a person will do at `atMs` on the people's clock of the call. */
export type PersonAct =
  | { readonly kind: 'key'; readonly atMs: number; readonly key: string }
  | {
      readonly kind: 'speech';
      readonly atMs: number;
      readonly text: string;
      readonly durationMs: number;
      /** What a recogniser makes of it when no hint helps; without it, the text itself. */
      readonly heardAs?: string;
      /** How sure a recogniser is, 0..1. */
      readonly confidence?: number;
    }
  | { readonly kind: 'hang_up'; readonly atMs: number };

/** How a line meets a call. Times in people's milliseconds from the first ring (busy, failed: from dialing). */
export type Meeting =
  | { readonly kind: 'answers'; readonly afterMs: number }
  | { readonly kind: 'no_answer' }
  | { readonly kind: 'declines'; readonly afterMs: number }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly sipCode: number; readonly errorCode?: number }
  /** Somebody real: undefined while the phone rings. */
  | { readonly kind: 'decides'; readonly verdict: () => 'answers' | 'declines' | undefined };

/** What detection finds, and when, in people's milliseconds after the answer. */
export interface Detection {
  readonly answeredBy: AnsweredBy;
  readonly afterMs: number;
}

/** Something to hear: a sentence read aloud, audio, or what the other person on a bridged call says. */
export interface Sound {
  readonly kind: 'say' | 'play' | 'talk';
  /** The sentence; of `play` the address. */
  readonly text: string;
  readonly language?: string;
}

/** What a prompt asks for. */
export interface Ask {
  readonly keys: boolean;
  readonly speech: boolean;
  readonly recording: boolean;
}

/** What follows after a call. Times in people's milliseconds after its end. */
export interface Aftermath {
  readonly callsBack?: { readonly afterMs: number; readonly persona?: string };
  readonly texts?: { readonly afterMs: number; readonly body: string };
}

/** Whoever is at the far end of a call: a simulated person, or somebody at a phone in a browser. */
export interface FarEnd {
  /** The persona, for the truth file. */
  readonly name: string;
  readonly isMachine: boolean;
  /** How this line meets the call. */
  meet(): Meeting;
  /** Told once, when the call is answered (of an inbound call: begins to ring) at `nowMs` of the call's clock. */
  answers(nowMs: number): void;
  /** What detection finds; `waitsForEnd` is MachineDetection=DetectMessageEnd. */
  detection(waitsForEnd: boolean): Detection;
  /** How long the greeting lasts: a machine's announcement or a human's hello. */
  greetingMs(): number;
  /** Hears a sound from `startMs` to `endMs`; may decide to break in. */
  hears(sound: Sound, startMs: number, endMs: number): void;
  /** The sound is over, or was cut short. */
  soundOver(isWhole: boolean): void;
  /** A prompt that asks for something has ended at `nowMs`; may decide to press or say something. */
  isAsked(nowMs: number, ask: Ask): void;
  /** A Dial has put it through to `peer` at `nowMs`: it was called, or it is the one on whose call the Dial was. */
  isBridged(nowMs: number, peer: string, role: 'called' | 'caller'): void;
  /** The Dial is over, and the call goes on. */
  bridgeOver(): void;
  /** Takes the next act up to `untilMs` of the call's clock, if there is one. */
  nextActBy(untilMs: number): PersonAct | undefined;
  /** When the next act is due, infinity when nothing is planned. */
  nextActAtMs(): number;
  /** What was pressed or said; `isCollected` when something took it. */
  inputTaken(isCollected: boolean): void;
  /** The call has another status. */
  statusIs(status: CallStatus): void;
  /** What follows after the call. */
  aftermath(): Aftermath;
}
