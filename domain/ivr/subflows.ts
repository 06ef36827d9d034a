import { type Notice, openExit } from './exit-notices.ts';
import type { FlowFaultCode } from './flow-fault.ts';
import type { FlowGraph, GraphNode, PublishedFlow } from './graph.types.ts';

/** Another flow as a node may stand for it. */
export interface Subflow {
  flow: PublishedFlow;
  /** Its exits, the `exit` of its ends, with the notices that every way to each gives. */
  exits: ReadonlyMap<string, readonly Notice[]>;
  /** Upper bound of what it says in one turn, bytes of TwiML. */
  turnBytes: number;
}

/** Why a flow cannot be walked inside another. */
export interface RefusedSubflow {
  code: FlowFaultCode;
  message: string;
}

/** Why a compiled flow does not fit into another one; null when it does. */
export function misfit(outer: Pick<FlowGraph, 'languages' | 'calendars'>, inner: FlowGraph): string | null {
  if (outer.languages.toSorted().join() !== inner.languages.toSorted().join()) {
    return 'The other flow does not speak the same languages.';
  }
  const missing = Object.entries(inner.calendars ?? {}).find(
    ([name, calendar]) => JSON.stringify(outer.calendars?.[name]) !== JSON.stringify(calendar),
  );
  return missing
    ? `The other flow keeps business hours "${missing[0]}" that this one does not declare alike.`
    : null;
}

/** The same node under the name that it has inside another flow. */
function renamed(node: GraphNode, prefix: string, exits: Record<string, string>): GraphNode {
  const outlets = Object.fromEntries(Object.entries(node.outlets).map(([name, to]) => [name, prefix + to]));
  const config = Object.fromEntries(
    Object.entries(node.config).map(([name, value]) => [
      name,
      isPromptField(name) ? renamedKey(value, prefix) : value,
    ]),
  );
  const exit = openExit(node);
  const target = exit === null ? undefined : exits[exit];
  return { ...node, config, outlets: target === undefined ? outlets : { exit: target } } as GraphNode;
}

function isPromptField(name: string): boolean {
  return name === 'prompt' || name.endsWith('Prompt');
}

function renamedKey(key: unknown, prefix: string): unknown {
  return typeof key === 'string' ? prefix + key : key;
}

/**
 * Puts other flows in the place of the nodes that stand for them, so that a call is pinned to all of them at once
 * and the interpreter knows no subflows. Their nodes and prompts are named `node/inner`; variables are shared by
 * name, and a value declared outside wins.
 */
export function inlineSubflows(outer: PublishedFlow, subflows: ReadonlyMap<string, Subflow>): PublishedFlow {
  let { graph, prompts, reads } = outer;
  for (const [nodeId, { flow }] of subflows) {
    const prefix = `${nodeId}/`;
    const inner = flow.graph;
    const exits = graph.nodes[nodeId]?.outlets ?? {};
    const stand: GraphNode = { type: 'subflow', config: {}, outlets: { enter: prefix + inner.entry } };
    const prefixed = <T>(record: Record<string, T>) =>
      Object.fromEntries(Object.entries(record).map(([key, value]) => [prefix + key, value]));
    const nodes = Object.entries(inner.nodes).map(([id, node]) => [
      prefix + id,
      renamed(node, prefix, exits),
    ]);
    graph = {
      ...graph,
      variables: { ...inner.variables, ...graph.variables },
      promptReads: { ...graph.promptReads, ...prefixed(inner.promptReads) },
      nodes: { ...graph.nodes, [nodeId]: stand, ...Object.fromEntries(nodes) },
    };
    prompts = { ...prompts, ...prefixed(flow.prompts) };
    reads = [...new Set([...reads, ...flow.reads])].toSorted();
  }
  return { ...outer, graph, prompts, reads };
}
