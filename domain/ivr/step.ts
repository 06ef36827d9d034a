import {
  type Language,
  MAX_PATH_ENTRIES,
  type PathEntry,
  type Scalar,
  type StepInput,
} from '../../contracts/call-instructions.ts';
import type { FlowCursor, StepFacts, StepResult } from './cursor.types.ts';
import type { FlowGraph } from './graph.types.ts';
import { beginTurn, hangUpTurn, resumeTurn, turnResult, walkFrom } from './turn.ts';

/** What a call brings to its flow. */
export interface StartCursorInput {
  /** Contact references (`contact.firstName`, as `PublishedFlow.reads` lists them) and given values of declared variables. */
  variables?: Record<string, Scalar>;
  /** The contact's language; ignored when the flow does not declare it. */
  language?: Language | null;
  /** Stable opaque id of the person called; chooses the arm of a split. */
  splitKey?: string;
}

/** The cursor of a call that has not begun. Pure. */
export function startCursor(graph: FlowGraph, input: StartCursorInput = {}): FlowCursor {
  const { language, variables = {}, splitKey = '' } = input;
  const isDeclared = language !== undefined && language !== null && graph.languages.includes(language);
  return {
    status: 'ready',
    nodeId: null,
    language: isDeclared ? language : graph.defaultLanguage,
    variables: { ...graph.variables, ...variables },
    visits: {},
    tries: {},
    steps: 0,
    memo: {},
    waitingSinceMs: 0,
    splitKey,
    disposition: null,
  };
}

/**
 * Takes one input and walks the flow until it waits, ends or fails; never throws and never loops without end. An
 * ended call answers every input with a hang-up. Pure: the given cursor is not changed.
 */
export function step(graph: FlowGraph, cursor: FlowCursor, input: StepInput, facts: StepFacts): StepResult {
  const { variables, visits, tries } = cursor;
  const copy = { variables: { ...variables }, visits: { ...visits }, tries: { ...tries } };
  return advance(graph, { ...cursor, ...copy }, input, facts);
}

/** As `step`, on a cursor that nobody else holds: it is changed and answered, which spares the copies of every turn. */
export function advance(
  graph: FlowGraph,
  cursor: FlowCursor,
  input: StepInput,
  facts: StepFacts,
): StepResult {
  const turn = beginTurn(graph, cursor, facts);
  if (cursor.status === 'ended') return turnResult(turn, null);
  if (isGone(input)) return hangUpTurn(turn);
  return turnResult(turn, cursor.status === 'ready' ? walkFrom(turn, graph.entry) : resumeTurn(turn, input));
}

/** Joins the path of a turn to that of the call, up to `MAX_PATH_ENTRIES`. */
export function appendPath(path: readonly PathEntry[], more: readonly PathEntry[]): PathEntry[] {
  return [...path, ...more].slice(0, MAX_PATH_ENTRIES);
}

/** Whether the caller has left the flow; who did so after the transfer was answered has left by that. */
function isGone(input: StepInput): boolean {
  if (input.type === 'dial_result') return input.hungUp === true && input.result !== 'answered';
  return input.type === 'hangup';
}
