import { reachedFrom } from './flow-wiring.ts';
import type { FlowGraph, GraphNode } from './graph.types.ts';

/** What a caller may have to be told: that the call is recorded, or that a machine speaks. */
export type Notice = 'recording' | 'ai';

/** Both notices. */
export const NOTICES: readonly Notice[] = ['recording', 'ai'];

/** The exit that a node still is: an end with an exit that leads nowhere yet; else null. */
export function openExit(node: GraphNode): string | null {
  return node.type === 'end_call' && Object.keys(node.outlets).length === 0 ? node.config.exit : null;
}

/** The nodes of a compiled flow that a call can come to without having been given a notice. */
function unnoticed({ entry, nodes }: FlowGraph, notice: Notice): Set<string> {
  return reachedFrom([entry], (id) => {
    const node = nodes[id];
    if (!node || (node.type === 'disclosure' && node.config.kind === notice)) return [];
    return Object.values(node.outlets);
  });
}

/** The exits of a compiled flow, each once, with the notices that every way to it gives. Pure. */
export function exitNotices(graph: FlowGraph): Map<string, Notice[]> {
  const without = new Map(NOTICES.map((notice) => [notice, unnoticed(graph, notice)]));
  const given = new Map<string, Notice[]>();
  for (const [id, node] of Object.entries(graph.nodes)) {
    const exit = openExit(node);
    if (exit === null) continue;
    const before = given.get(exit) ?? NOTICES;
    given.set(
      exit,
      before.filter((notice) => without.get(notice)?.has(id) !== true),
    );
  }
  return given;
}
