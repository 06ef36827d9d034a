import type { FlowGraph } from './graph.types.ts';
import type { PackedParts } from './packed-graph.types.ts';

/** Marks a text of a node as named from within. */
const OWN = '.';

/**
 * Nodes and prompt reads in which a node's prompts are named from within (`.prompt`, not `greeting.prompt`), so that
 * nodes that differ in their names only are equal. Undone by `nameFromOutside`. Pure.
 */
export function nameFromWithin({ nodes, promptReads }: FlowGraph): PackedParts {
  const reads = new Map<string, Record<string, string[]>>();
  for (const [key, names] of Object.entries(promptReads)) {
    const end = key.lastIndexOf(OWN);
    const node = key.slice(0, end);
    reads.set(node, { ...reads.get(node), [key.slice(end + 1)]: names });
  }
  return {
    nodes: mapNodes(nodes, (text, id) => {
      const isOwn = text.startsWith(id + OWN) && text[id.length + 1] !== OWN;
      if (isOwn) return text.slice(id.length);
      return text.startsWith(OWN) ? OWN + text : text;
    }),
    reads: Object.fromEntries(reads),
  };
}

/** Gives prompts the names by which a flow's prompt table knows them. Pure. */
export function nameFromOutside({ nodes, reads }: PackedParts): Pick<FlowGraph, 'nodes' | 'promptReads'> {
  const all = Object.entries(reads).flatMap(([node, ofNode]) =>
    Object.entries(ofNode).map(([slot, names]) => [`${node}${OWN}${slot}`, names] as const),
  );
  return {
    nodes: mapNodes(nodes, (text, id) => {
      if (text.startsWith(OWN + OWN)) return text.slice(OWN.length);
      return text.startsWith(OWN) ? id + text : text;
    }),
    promptReads: Object.fromEntries(all),
  };
}

/** The same nodes with the texts at the top of their configuration, among them all names of prompts, changed. */
function mapNodes(
  nodes: FlowGraph['nodes'],
  change: (text: string, id: string) => string,
): FlowGraph['nodes'] {
  return Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => {
      const config = Object.entries(node.config).map(([field, value]: [string, unknown]) => [
        field,
        typeof value === 'string' ? change(value, id) : value,
      ]);
      const changed = { ...node, config: Object.fromEntries(config) };
      return [id, changed];
    }),
  );
}
