import { foldJson } from './fold-json.ts';
import type { FlowGraph } from './graph.types.ts';
import { outletsByPlace } from './outlet-names.ts';
import { LIST, type Packed, type PackedGraph, type SharedParts } from './packed-graph.types.ts';
import { nameFromWithin } from './prompt-names.ts';

/**
 * The small form of a compiled flow: what nodes have in common (settings, ways out, names) stands once, and so do the
 * pieces that their texts have in common. The same graph always packs alike. Pure.
 */
export function packGraph(graph: FlowGraph): PackedGraph {
  const { nodes: _nodes, promptReads: _promptReads, ...rest } = graph;
  const { nodes, reads } = nameFromWithin(graph);
  return { ...rest, format: 3, packed: foldJson(share({ nodes: outletsByPlace(nodes), reads })) };
}

/** What occurs more than once, and the whole that refers to it by place. */
function share(parts: object): SharedParts {
  const counts = new Map<string, Counted>();
  count(parts, counts);
  // A number stands for a place, so that every number needs one.
  const shared = [...counts.values()].filter(({ value, times }) => times > 1 || typeof value === 'number');
  const inOrder = shared.toSorted((one, other) => other.times - one.times).map(({ value }) => value);
  const places = new Map(inOrder.map((value, index) => [JSON.stringify(value), index + LIST + 1]));
  const values = inOrder.map((value) => (typeof value === 'number' ? value : pack(value, places)));
  return [[null, ...values], pack(parts, places)];
}

interface Counted {
  readonly value: unknown;
  times: number;
}

/** How often each value occurs; what lies inside of equal ones counts once. */
function count(value: unknown, counts: Map<string, Counted>): void {
  if (isPlain(value)) return;
  const key = JSON.stringify(value);
  const known = counts.get(key);
  if (known) {
    known.times += 1;
    return;
  }
  counts.set(key, { value, times: 1 });
  if (Array.isArray(value)) for (const item of value) count(item, counts);
  else if (typeof value === 'object') for (const part of partsOf(value)) count(part, counts);
}

/** Shorter than any place. */
function isPlain(value: unknown): value is null | boolean {
  return value === null || typeof value === 'boolean';
}

/** Names, then values, without those that JSON knows nothing of. */
function partsOf(record: object): unknown[] {
  const present = Object.entries(record).filter(([, value]) => value !== undefined);
  return [present.map(([name]) => name), ...present.map(([, value]) => value)];
}

function pack(value: unknown, places: ReadonlyMap<string, number>): Packed {
  if (isPlain(value) || typeof value === 'string') return value;
  const inside = (part: unknown): Packed =>
    isPlain(part) ? part : (places.get(JSON.stringify(part)) ?? pack(part, places));
  if (Array.isArray(value)) return [LIST, ...value.map(inside)];
  return partsOf(value as object).map(inside);
}
