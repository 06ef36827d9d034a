import {
  type Instruction,
  MAX_PATH_ENTRIES,
  type PathEntry,
  type StepInput,
  SYSTEM_PROMPTS,
} from '../../contracts/call-instructions.ts';
import type { FlowCursor, StepFacts, StepFailure, StepResult } from './cursor.types.ts';
import { foldBargeIn } from './fold-barge-in.ts';
import type { FlowGraph, GraphNode } from './graph.types.ts';
import { NODE_STEPS } from './node-steps.ts';
import type { NodeMove, NodeScene, NodeStep } from './nodes/node-step.types.ts';
import { own, sceneOf } from './scene.ts';

/** Most nodes walked in one turn. */
export const MAX_NODES_PER_TURN = 1_000;
/** Most nodes walked and inputs taken in one call. */
export const MAX_STEPS_PER_CALL = 5_000;

/** One turn while it is walked; `cursor` is changed by it. */
export interface Turn {
  graph: FlowGraph;
  facts: StepFacts;
  cursor: FlowCursor;
  instructions: Instruction[];
  effects: StepResult['effects'];
  path: PathEntry[];
  walked: number;
}

/** A turn about to be walked on this very cursor. */
export function beginTurn(graph: FlowGraph, cursor: FlowCursor, facts: StepFacts): Turn {
  return { graph, facts, cursor, instructions: [], effects: [], path: [], walked: 0 };
}

type Place = { node: GraphNode; does: NodeStep<unknown> };

function placeAt(turn: Turn, nodeId: string): Place | null {
  const node = own(turn.graph.nodes, nodeId);
  if (!node) return null;
  const does = own<NodeStep<never>>(NODE_STEPS, node.type);
  return does ? { node, does } : null;
}

function scene(turn: Turn, nodeId: string, node: GraphNode): NodeScene<unknown> {
  return sceneOf(turn.graph, turn.cursor, nodeId, node, turn.facts);
}

function badGraph(nodeId: string | null): StepFailure {
  return { code: 'ivr_flow.bad_graph', nodeId, message: 'The compiled flow lacks a node or an outlet.' };
}

function overLimit(turn: Turn, nodeId: string): StepFailure | null {
  turn.walked += 1;
  turn.cursor.steps += 1;
  if (turn.cursor.steps > MAX_STEPS_PER_CALL) {
    return { code: 'ivr_flow.step_limit', nodeId, message: 'The call has taken too many steps.' };
  }
  if (turn.walked > MAX_NODES_PER_TURN) {
    return { code: 'ivr_flow.turn_limit', nodeId, message: 'The turn has walked too many nodes.' };
  }
  return null;
}

/** Walks from a node until the call waits or ends; why it failed, else null. */
export function walkFrom(turn: Turn, from: string): StepFailure | null {
  let at: string | null | StepFailure = from;
  while (typeof at === 'string') {
    const failure = overLimit(turn, at);
    if (failure) return failure;
    const place = placeAt(turn, at);
    if (!place) return badGraph(at);
    turn.cursor.visits[at] = (own(turn.cursor.visits, at) ?? 0) + 1;
    at = follow(turn, at, place.node, place.does.enter(scene(turn, at, place.node)), null);
  }
  return at;
}

/** Gives an input to the node that waits and walks on; `start` asks again. Why it failed, else null. */
export function resumeTurn(turn: Turn, input: StepInput): StepFailure | null {
  const nodeId = turn.cursor.nodeId ?? '';
  const failure = overLimit(turn, nodeId);
  if (failure) return failure;
  const place = placeAt(turn, nodeId);
  if (!place?.does.resume) return badGraph(nodeId);
  const seen = scene(turn, nodeId, place.node);
  const move = input.type === 'start' ? place.does.enter(seen) : place.does.resume(seen, input);
  const next = follow(turn, nodeId, place.node, move, input.type);
  return typeof next === 'string' ? walkFrom(turn, next) : next;
}

function outletOf(move: NodeMove): string | null {
  if (move.kind === 'go') return move.outlet;
  return move.kind === 'end' ? (move.via ?? null) : null;
}

/** Applies a move; the next node's id, null when the turn is over, or why it failed. */
function follow(
  turn: Turn,
  nodeId: string,
  node: GraphNode,
  move: NodeMove,
  input: StepInput['type'] | null,
): string | null | StepFailure {
  const { cursor } = turn;
  const outlet = outletOf(move);
  note(turn, nodeId, input, move.valid ?? true, outlet);
  turn.instructions.push(...(move.instructions ?? []));
  turn.effects.push(...(move.effects ?? []));
  Object.assign(cursor.variables, move.set);
  if (move.language) cursor.language = move.language;
  const isTry = move.counts === true || (move.valid === false && outlet !== 'too_many');
  if (isTry) cursor.tries[nodeId] = (own(cursor.tries, nodeId) ?? 0) + 1;
  else if (move.valid !== undefined) delete cursor.tries[nodeId];
  if (move.kind === 'fail') return { code: move.code, nodeId, message: move.message };
  if (move.kind === 'wait') {
    cursor.status = 'waiting';
    cursor.nodeId = nodeId;
    cursor.memo = { ...move.memo };
    cursor.waitingSinceMs = turn.facts.nowMs;
    return null;
  }
  if (move.kind === 'end') {
    finish(turn, move.disposition);
    turn.instructions.push({ type: 'hangup' });
    return null;
  }
  return own(node.outlets, move.outlet) ?? badGraph(nodeId);
}

function note(
  turn: Turn,
  node: string,
  input: StepInput['type'] | null,
  valid: boolean,
  outlet: string | null,
): void {
  const ms = input === null ? 0 : Math.max(0, turn.facts.nowMs - turn.cursor.waitingSinceMs);
  if (turn.path.length >= MAX_PATH_ENTRIES) return;
  turn.path.push({ node, visit: own(turn.cursor.visits, node) ?? 0, input, valid, ms, outlet });
}

function finish(turn: Turn, disposition: string | null): void {
  turn.cursor.status = 'ended';
  turn.cursor.nodeId = null;
  turn.cursor.memo = {};
  turn.cursor.disposition = disposition;
}

/** The caller hung up: the path is closed and the flow is over. */
export function hangUpTurn(turn: Turn): StepResult {
  if (turn.cursor.nodeId !== null) note(turn, turn.cursor.nodeId, 'hangup', false, null);
  finish(turn, null);
  return { ...outcome(turn, null), instructions: [] };
}

/** The result of a turn; a failed one apologises in the call's language and hangs up. */
export function turnResult(turn: Turn, failed: StepFailure | null): StepResult {
  if (failed) {
    finish(turn, null);
    const prompt = { key: SYSTEM_PROMPTS.apology, variables: {} };
    turn.instructions = [{ type: 'say', prompt, language: turn.cursor.language }, { type: 'hangup' }];
  }
  if (turn.instructions.length === 0) turn.instructions.push({ type: 'hangup' });
  return outcome(turn, failed);
}

function outcome(turn: Turn, failed: StepFailure | null): StepResult {
  const { cursor, effects, path } = turn;
  const instructions = foldBargeIn(turn.instructions);
  return { cursor, instructions, effects, path, done: cursor.status === 'ended', failed };
}
