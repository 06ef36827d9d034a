import type { FlowGraph } from './graph.types.ts';
import { outletsByName } from './outlet-names.ts';
import {
  LIST,
  type Packed,
  type PackedParts,
  type SharedParts,
  type StoredGraph,
} from './packed-graph.types.ts';
import { nameFromOutside } from './prompt-names.ts';
import { unfoldJson } from './unfold-json.ts';

/** The graph that the interpreter walks, from any form that was ever kept. Pure; part of the workflow bundle. */
export function unpackGraph(stored: StoredGraph): FlowGraph {
  if (stored.format === 1) return stored;
  if (stored.format === 2) {
    const { values, packed, format: _format, ...rest } = stored;
    return { ...rest, format: 1, ...nameFromOutside(partsOf([values, packed])) };
  }
  const { packed, format: _format, ...rest } = stored;
  const { nodes, reads } = partsOf(unfoldJson(packed) as SharedParts);
  return { ...rest, format: 1, ...nameFromOutside({ nodes: outletsByName(nodes), reads }) };
}

function partsOf([values, packed]: SharedParts): PackedParts {
  return new Unpacking(values).read(packed) as PackedParts;
}

/** Reads each shared value once. */
class Unpacking {
  private readonly values: readonly Packed[];
  private readonly done = new Map<number, unknown>();

  constructor(values: readonly Packed[]) {
    this.values = values;
  }

  read(packed: Packed): unknown {
    if (typeof packed === 'number') return this.at(packed);
    if (!Array.isArray(packed)) return packed;
    const [head = null, ...parts] = packed;
    const items = parts.map((part) => this.read(part));
    if (head === LIST) return items;
    const names = this.read(head) as string[];
    return Object.fromEntries(names.map((name, index) => [name, items[index]]));
  }

  private at(place: number): unknown {
    const known = this.done.get(place);
    if (known !== undefined) return known;
    const value = this.values[place] ?? null;
    const read = typeof value === 'number' ? value : this.read(value);
    this.done.set(place, read);
    return read;
  }
}
