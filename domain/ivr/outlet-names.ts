import type { FlowGraph } from './graph.types.ts';

type Nodes = FlowGraph['nodes'];

/** Marks a text of a configuration that is an outlet of its node, by its place. */
const OUTLET = '>';

/**
 * Nodes whose configurations speak of outlets by their place (`>0`), so that nodes whose outlets differ in their names
 * only have equal ones. Undone by `outletsByName`. Pure.
 */
export function outletsByPlace(nodes: Nodes): Nodes {
  return mapTexts(nodes, (text, outlets) => {
    const place = outlets.indexOf(text);
    if (place !== -1) return OUTLET + place;
    return text.startsWith(OUTLET) ? OUTLET + text : text;
  });
}

/** Gives outlets the names that their nodes wire. Pure. */
export function outletsByName(nodes: Nodes): Nodes {
  return mapTexts(nodes, (text, outlets) => {
    if (text.startsWith(OUTLET + OUTLET)) return text.slice(OUTLET.length);
    return text.startsWith(OUTLET) ? (outlets[Number(text.slice(OUTLET.length))] ?? text) : text;
  });
}

/** The same nodes with every text in their configurations changed, names of members aside. */
function mapTexts(nodes: Nodes, change: (text: string, outlets: readonly string[]) => string): Nodes {
  const inside = (value: unknown, outlets: readonly string[]): unknown => {
    if (typeof value === 'string') return change(value, outlets);
    if (Array.isArray(value)) return value.map((item) => inside(item, outlets));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inside(part, outlets)]));
  };
  const changed = Object.entries(nodes).map(([id, node]) => [
    id,
    { ...node, config: inside(node.config, Object.keys(node.outlets)) },
  ]);
  return Object.fromEntries(changed);
}
