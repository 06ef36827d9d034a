import type { FlowGraph } from './graph.types.ts';

/**
 * A JSON value in which what occurs more than once stands once, in a list beside it: a number is a place in that list,
 * `[LIST, ...]` is a list, `[names, ...]` an object whose names are themselves a packed list.
 */
export type Packed = null | boolean | string | number | Packed[];

/** Begins a packed list; an object begins with its names, which are never at this place. */
export const LIST = 0;

/** What stays as it was, because queries look at it. */
type Shell = Omit<FlowGraph, 'format' | 'nodes' | 'promptReads'>;

/** The parts that all nodes share, and the nodes that refer to them by place; a number among the values is itself. */
export type SharedParts = [values: Packed[], packed: Packed];

/**
 * A compiled flow as it is kept and sent to the runs of its calls: the graph of format 1 with nodes and the reads of
 * prompts packed, the rest as it was. Made by `packGraph`, read by `unpackGraph`.
 */
export interface PackedGraph extends Shell {
  format: 3;
  /** `SharedParts` as `foldJson` writes them. */
  packed: string;
}

/** The form before: nothing folded, outlets named in full wherever a node speaks of them. Read, no longer made. */
export interface SharedGraph extends Shell {
  format: 2;
  values: SharedParts[0];
  packed: SharedParts[1];
}

/** A compiled flow in any form that was ever kept: published versions and histories do not change. */
export type StoredGraph = FlowGraph | SharedGraph | PackedGraph;

/** What is packed: nodes with their prompts named from within, and what those read by node and prompt. */
export type PackedParts = {
  nodes: FlowGraph['nodes'];
  reads: Record<string, FlowGraph['promptReads']>;
};
