import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Instruction, Language, StepInput } from '../../contracts/call-instructions.ts';
import { MESSAGES } from '../../contracts/names.ts';

/** Deadlines of one call, wall milliseconds, already scaled for demo and tests. */
export interface CallTimings {
  /** When to list the carrier's calls for an unknown attempt, counted from the dial. */
  unknownProbesMs: number[];
  /** Silence after which the carrier is asked what became of the call. */
  askCarrierAfterMs: number;
}

/** Input of `conductCall` for a call that we make. Ids and limits only: the contact itself stays in Postgres. */
export interface OutboundCallInput {
  orgId: string;
  attemptId: string;
  contactId: string | null;
  flowVersionId: string;
  maxCallSeconds: number;
  timings: CallTimings;
}

/** Input of `conductCall` for a call that somebody makes to a number of ours; its row is `call`. */
export interface InboundCallInput {
  direction: 'inbound';
  orgId: string;
  callId: string;
  callSid: string;
  /** The contact whose number calls, if it is one's. */
  contactId: string | null;
  flowVersionId: string;
  /** Of the number called; the contact's own goes before it. */
  language: Language;
  /** For a run that is made after the end: what the row says of it. */
  ended: CallEndedNews | null;
  timings: Pick<CallTimings, 'askCarrierAfterMs'>;
}

/** Input of `conductCall`; recorded outbound calls have no `direction`. */
export type ConductCallInput = OutboundCallInput | InboundCallInput;

/** How a call ended for its workflow; the row of the attempt or of the inbound call holds the same for ever. */
export type ConductCallResult =
  | { outcome: 'not_now' | 'blocked' | 'not_placed'; reason: string }
  | { outcome: 'review' }
  | { outcome: 'settled'; attemptOutcome: string | null; disposition: string | null };

/** One webhook turn: what the caller did, and the facts of that moment (`nowMs` rule time, epoch ms). */
export interface NextInstructionInput {
  callSid: string;
  /** Nonce of the turn that the caller answers; `FIRST_TURN` at the answer. */
  turn: string;
  input: StepInput;
  nowMs: number;
  /** Business hours of the flow that are open at that moment, by name; absent where the flow has none. */
  openCalendars?: string[];
}

/** What the caller hears next. `turn` goes into every URL of this answer. */
export interface NextInstructionResult {
  instructions: Instruction[];
  turn: string;
  language: Language;
  flowVersionId: string;
  /** True when the call ends with this answer. */
  isLast: boolean;
}

/** News that the carrier's call is over; only ever adds knowledge. */
export interface CallEndedNews {
  attemptOutcome: string;
}

/** What an operator sees of a call in progress. */
export interface CallState {
  phase: 'dialing' | 'unknown' | 'waiting' | 'talking' | 'closing';
  node: string | null;
  turns: number;
}

/**
 * Answers a webhook turn. An Update and not a signal: the caller waits for the result, and its id
 * (`turnUpdateId`) makes a repeated webhook get the same answer.
 */
export const nextInstructionUpdate = defineUpdate<NextInstructionResult, [NextInstructionInput]>(
  MESSAGES.nextInstruction,
);

/** Sent by the outbox relay once the terminal status is committed; duplicates are harmless. */
export const callEndedSignal = defineSignal<[CallEndedNews]>(MESSAGES.callEnded);

/** State of the call for one person looking at one call. */
export const callStateQuery = defineQuery<CallState>(MESSAGES.callState);
