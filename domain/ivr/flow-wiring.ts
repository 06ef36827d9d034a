import type { Notice } from './exit-notices.ts';
import type { FlowFault } from './flow-fault.ts';
import { jsonPointer } from './flow-fault.ts';
import type { OutletRules } from './nodes/node-compile.types.ts';

/** A node as the graph checks see it; `rules` is null when its configuration has faults. */
export interface WiredNode {
  id: string;
  outlets: Record<string, string>;
  rules: OutletRules | null;
  waits: boolean;
  needsNotice: Notice | null;
  /** Given on every way through it, whatever its outlet. */
  givesNotice: Notice | null;
  /** Given on every way through it to an outlet, as another flow does; absent = none. */
  exits: ReadonlyMap<string, readonly Notice[]>;
}

/** Nodes by id. */
export type Wiring = ReadonlyMap<string, WiredNode>;

function outletFault(code: FlowFault['code'], node: string, outlet: string, message: string): FlowFault {
  return { code, pointer: jsonPointer(['nodes', node, 'outlets', outlet]), message };
}

/** Outlets that are missing, unknown to their node, or lead nowhere. */
export function outletFaults(wiring: Wiring): FlowFault[] {
  return [...wiring.values()].flatMap(({ id, outlets, rules }) => {
    const missing = (rules?.required ?? []).filter((name) => !Object.hasOwn(outlets, name));
    const allowed = rules && new Set([...rules.required, ...rules.optional]);
    const unknown = Object.keys(outlets).filter((name) => allowed && !allowed.has(name));
    const dangling = Object.entries(outlets).filter(([, target]) => !wiring.has(target));
    return [
      ...missing.map((name) =>
        outletFault('ivr_flow.missing_outlet', id, name, `The outlet "${name}" leads nowhere.`),
      ),
      ...unknown.map((name) =>
        outletFault('ivr_flow.unknown_outlet', id, name, `This node has no outlet "${name}".`),
      ),
      ...dangling.map(([name, to]) =>
        outletFault('ivr_flow.dangling_outlet', id, name, `There is no node "${to}".`),
      ),
    ];
  });
}

/** The ids reached from `from` by the given steps, `from` included where it exists. */
export function reachedFrom(from: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(from);
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const target of next(id)) {
      if (reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  return reached;
}

/** Where a node leads, by existing nodes only. */
export function targets(wiring: Wiring, id: string): string[] {
  return Object.values(wiring.get(id)?.outlets ?? {}).filter((target) => wiring.has(target));
}

/** Which nodes lead to each node. */
export function sources(wiring: Wiring): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const id of wiring.keys()) {
    for (const target of targets(wiring, id)) found.set(target, [...(found.get(target) ?? []), id]);
  }
  return found;
}
