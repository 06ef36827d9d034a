import type { Language, Scalar, SayInstruction } from '../../contracts/call-instructions.ts';
import type { FlowCursor, StepFacts } from './cursor.types.ts';
import type { FlowGraph, GraphNode } from './graph.types.ts';
import type { NodeScene } from './nodes/node-step.types.ts';

/** A value of a plain record by its own keys only; `undefined` for anything inherited. */
export function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A prompt with exactly the values that the flow says it reads. */
export function sayPrompt(
  graph: FlowGraph,
  variables: Record<string, Scalar>,
  key: string,
  language: Language,
): SayInstruction {
  const reads = own(graph.promptReads, key) ?? [];
  const used = Object.fromEntries(reads.map((name) => [name, own(variables, name) ?? '']));
  return { type: 'say', prompt: { key, variables: used }, language };
}

/** What the node at `nodeId` sees of the call. */
export function sceneOf(
  graph: FlowGraph,
  cursor: FlowCursor,
  nodeId: string,
  node: GraphNode,
  facts: StepFacts,
): NodeScene<unknown> {
  return {
    nodeId,
    config: node.config,
    hasOutlet: (name) => Object.hasOwn(node.outlets, name),
    language: cursor.language,
    read: (reference) => own(cursor.variables, reference) ?? '',
    initial: (variable) => own(graph.variables, variable) ?? '',
    say: (key, language = cursor.language) => sayPrompt(graph, cursor.variables, key, language),
    tries: own(cursor.tries, nodeId) ?? 0,
    visit: own(cursor.visits, nodeId) ?? 0,
    memo: cursor.nodeId === nodeId ? cursor.memo : {},
    facts,
    splitKey: cursor.splitKey,
  };
}
