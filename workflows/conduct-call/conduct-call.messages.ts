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

/** Input of `conductCall`. Ids and limits only: the contact itself stays in Postgres. */
export interface ConductCallInput {
  orgId: string;
  attemptId: string;
  contactId: string | null;
  flowVersionId: string;
  maxCallSeconds: number;
  timings: CallTimings;
}

/** How a call ended for its workflow; the attempt row holds the same for ever. */
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
