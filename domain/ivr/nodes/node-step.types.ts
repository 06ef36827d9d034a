import type {
  CallEffect,
  Instruction,
  Language,
  SayInstruction,
  Scalar,
  StepInput,
} from '../../../contracts/call-instructions.ts';
import type { StepFacts, StepFailureCode } from '../cursor.types.ts';

/** What a node sees of the call while it is stepped; it changes nothing but what its `NodeMove` says. */
export interface NodeScene<C> {
  nodeId: string;
  config: C;
  /** Names of the outlets that are wired. */
  hasOutlet: (name: string) => boolean;
  language: Language;
  /** The call's value of a declared variable or contact reference; '' when it has none. */
  read: (reference: string) => Scalar;
  /** The declared default of a variable. */
  initial: (variable: string) => Scalar;
  /** A prompt with exactly the values that it reads, in the call's language or a given one. */
  say: (promptKey: string, language?: Language) => SayInstruction;
  /** Refused or missing inputs here since the last valid one. */
  tries: number;
  /** 1 = first visit of this node in this call. */
  visit: number;
  /** What the node noted when it last waited; empty on entry. */
  memo: Readonly<Record<string, Scalar>>;
  facts: StepFacts;
  splitKey: string;
}

/** What every move may bring along. `valid` tells whether the input was accepted; left out on entry. */
export interface NodeMoveParts {
  instructions?: Instruction[];
  effects?: CallEffect[];
  set?: Record<string, Scalar>;
  language?: Language;
  valid?: boolean;
  /** A wait that is neither valid nor refused but counts as a try, such as one more moment on hold. */
  counts?: true;
  /** Kept while the node waits, given back with the next input. */
  memo?: Readonly<Record<string, Scalar>>;
}

/** Where a node sends the call: on by an outlet, waiting for input, to the end, or into a coded failure. */
export type NodeMove = NodeMoveParts &
  (
    | { kind: 'go'; outlet: string }
    | { kind: 'wait' }
    | { kind: 'end'; disposition: string | null; via?: string }
    | { kind: 'fail'; code: StepFailureCode; message: string }
  );

/** A node's behaviour: pure, without clock, Liquid or zod, since it is part of the workflow bundle. */
export interface NodeStep<C> {
  enter(scene: NodeScene<C>): NodeMove;
  /** Answers an input to a node that waits; nodes that never wait have none. */
  resume?(scene: NodeScene<C>, input: StepInput): NodeMove;
}
