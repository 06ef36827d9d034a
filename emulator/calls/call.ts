import type { FarEnd } from '../people/far-end.ts';
import type { HttpMethod } from '../twiml/document.ts';
import type { Line } from './line.ts';

/** The states of a call in Twilio's API. */
export type CallStatus =
  | 'queued'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'failed'
  | 'no-answer'
  | 'canceled';

/** What answering machine detection can say. */
export type AnsweredBy =
  | 'human'
  | 'machine_start'
  | 'machine_end_beep'
  | 'machine_end_silence'
  | 'machine_end_other'
  | 'fax'
  | 'unknown';

/** Who began a call: the API, a person, or a Dial on another call. */
export type Direction = 'outbound-api' | 'inbound' | 'outbound-dial';

/** What the API shows of a call. Times are wall epoch ms; `durationS` is in people's seconds. */
export interface CallRecord {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly direction: Direction;
  /** Of a leg that a Dial made: the call that dialed it. */
  readonly parentCallSid?: string;
  readonly createdAtMs: number;
  /** From when on the list shows the call; later than `createdAtMs` under the list-lag fault. */
  readonly listedFromMs: number;
  readonly queueTimeMs: number;
  /** Our number on this call. */
  readonly phoneNumberSid: string;
  status: CallStatus;
  updatedAtMs: number;
  startedAtMs?: number;
  endedAtMs?: number;
  durationS?: number;
  answeredBy?: AnsweredBy;
}

/** A webhook the customer gave us. */
export interface Hook {
  readonly url: string;
  readonly method: HttpMethod;
}

/** Where status news of a call go, and which. */
export interface StatusHook extends Hook {
  readonly events: readonly string[];
}

/** Machine detection asked for on a create. */
export interface DetectionOrder {
  readonly waitsForEnd: boolean;
  readonly timeoutMs: number;
  readonly isAsync: boolean;
  readonly hook?: Hook;
}

/** How a call is to be run; parts of it change by an update. */
export interface CallPlan {
  voice: Hook | { readonly twiml: string };
  fallback?: Hook;
  status?: StatusHook;
  /** People's milliseconds a line may ring. */
  readonly ringTimeoutMs: number;
  /** People's milliseconds an answered call may last. */
  timeLimitMs: number;
  readonly detection?: DetectionOrder;
  /** Record the whole call, from the answer on. */
  readonly recording?: { readonly hook?: Hook; readonly events: readonly string[] };
}

/** A call that has not ended. */
export interface LiveCall {
  readonly record: CallRecord;
  readonly plan: CallPlan;
  readonly line: Line;
  readonly person: FarEnd;
  /** Which call to (or from) this person's number it is, counted from 1. */
  readonly nth: number;
  /** The number of the person, whichever direction. */
  readonly personNumber: string;
  /** The webhook fault this call suffers from, if any. */
  readonly webhookFault?: string;
  /** The fault of its course, if any. */
  readonly courseFault?: string;
  /** Status callbacks fired so far. */
  statusesFired: number;
  /** Recordings begun so far. */
  recordingsBegun: number;
  /** Called when somebody real hangs up, which does not wait for what the line is doing. */
  onPersonHangup?: () => void;
  /** Called when the first status callback was delivered or given up. */
  onFirstStatus?: () => void;
  /** People's ms of the call's clock at the answer. */
  answeredAtMs?: number;
  /** When, on the call's clock, a machine's greeting is over and it records. */
  beepAtMs?: number;
}

/** Why and how a call ended. */
export interface Ending {
  readonly status: Exclude<CallStatus, 'queued' | 'ringing' | 'in-progress'>;
  readonly by: 'person' | 'application' | 'api' | 'time_limit' | 'carrier';
  readonly sipCode: number;
  readonly errorCode?: number;
}

/** True for the states a call does not leave. */
export function isTerminal(status: CallStatus): boolean {
  return !['queued', 'ringing', 'in-progress'].includes(status);
}
