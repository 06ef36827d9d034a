import type {
  CallEffect,
  Instruction,
  Language,
  PathEntry,
  Scalar,
} from '../../contracts/call-instructions.ts';

/** Where a call stands in its flow; plain JSON, kept in the workflow's state and changed by `step` only. */
export interface FlowCursor {
  status: 'ready' | 'waiting' | 'ended';
  /** The node that waits for input; null before the start and after the end. */
  nodeId: string | null;
  language: Language;
  /** Declared variables and contact references, flat: `appointments`, `contact.firstName`. */
  variables: Record<string, Scalar>;
  /** Visits of each node so far. */
  visits: Record<string, number>;
  /** Inputs refused or missing at each input node since its last valid one. */
  tries: Record<string, number>;
  /** Nodes walked and inputs taken in this call. */
  steps: number;
  /** What the waiting node noted for itself. */
  memo: Record<string, Scalar>;
  /** When the waiting node began to wait, epoch ms. */
  waitingSinceMs: number;
  /** Chooses the arm of a split: a stable opaque id of the person called. */
  splitKey: string;
  disposition: string | null;
}

/** What a step may know beside the call: the moment, epoch ms, and the names of the calendars that are open then. */
export interface StepFacts {
  nowMs: number;
  openCalendars?: readonly string[];
}

/** Why a call could not go on; never holds what the caller said or pressed. */
export interface StepFailure {
  code: StepFailureCode;
  nodeId: string | null;
  message: string;
}

/** `no_branch`: no condition held. `turn_limit`, `step_limit`: too many nodes in a turn, in the call. `not_a_number`: arithmetic. `bad_graph`: a node or outlet is missing. */
export type StepFailureCode =
  | 'ivr_flow.no_branch'
  | 'ivr_flow.turn_limit'
  | 'ivr_flow.step_limit'
  | 'ivr_flow.not_a_number'
  | 'ivr_flow.bad_graph';

/** The result of one turn. A failed one carries an apology and a hang-up as its instructions, so it can be rendered like any other. */
export interface StepResult {
  cursor: FlowCursor;
  instructions: Instruction[];
  effects: CallEffect[];
  path: PathEntry[];
  /** The flow is over: the instructions hang up, and no further input changes anything. */
  done: boolean;
  failed: StepFailure | null;
}
