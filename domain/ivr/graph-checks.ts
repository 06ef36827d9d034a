import { NOTICES, type Notice } from './exit-notices.ts';
import { type FlowFault, jsonPointer } from './flow-fault.ts';
import { reachedFrom, sources, targets, type Wiring } from './flow-wiring.ts';

function nodeFault(code: FlowFault['code'], id: string, message: string): FlowFault {
  return { code, pointer: jsonPointer(['nodes', id]), message };
}

/** Nodes that no call can come to, and nodes from which no call can come to an end. */
export function wayFaults(wiring: Wiring, entry: string): FlowFault[] {
  if (!wiring.has(entry)) {
    return [
      { code: 'ivr_flow.no_entry', pointer: '/entry', message: `There is no node "${entry}" to begin with.` },
    ];
  }
  const reached = reachedFrom([entry], (id) => targets(wiring, id));
  const into = sources(wiring);
  // A dangling outlet is a fault of its own; it counts as a way out here.
  const isEnd = (id: string) => {
    const wired = Object.keys(wiring.get(id)?.outlets ?? {}).length;
    return wired === 0 || targets(wiring, id).length < wired;
  };
  const leads = reachedFrom([...wiring.keys()].filter(isEnd), (id) => into.get(id) ?? []);
  return [...wiring.keys()].flatMap((id) => {
    if (!reached.has(id))
      return [nodeFault('ivr_flow.unreachable_node', id, 'No call can come to this node.')];
    return leads.has(id)
      ? []
      : [nodeFault('ivr_flow.no_exit', id, 'No way leads from this node to an end of the call.')];
  });
}

/** The automatic outlets of a node with their targets. */
function automatic(wiring: Wiring, id: string): [outlet: string, target: string][] {
  const node = wiring.get(id);
  const names = node?.rules?.automatic ?? [];
  return Object.entries(node?.outlets ?? {}).filter(([name, to]) => names.includes(name) && wiring.has(to));
}

/**
 * Cycles that a call could run for ever with nobody doing anything: each is reported at the outlet that closes it.
 * A depth-first search over automatic outlets only, without recursion.
 */
export function loopFaults(wiring: Wiring): FlowFault[] {
  const faults: FlowFault[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const root of wiring.keys()) {
    if (state.has(root)) continue;
    const stack = [{ id: root, left: automatic(wiring, root) }];
    state.set(root, 'open');
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const [outlet, target] = top.left.pop() ?? [];
      if (outlet === undefined || target === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(target) === 'open') {
        const message = `A call could go round from "${target}" to here for ever with nobody doing anything.`;
        const pointer = jsonPointer(['nodes', top.id, 'outlets', outlet]);
        faults.push({ code: 'ivr_flow.unbounded_loop', pointer, message });
      } else if (!state.has(target)) {
        state.set(target, 'open');
        stack.push({ id: target, left: automatic(wiring, target) });
      }
    }
  }
  return faults;
}

/** Where a call may come to from a node without having been given a notice there. */
function unnoticedTargets(wiring: Wiring, id: string, notice: Notice): string[] {
  const node = wiring.get(id);
  if (!node || node.givesNotice === notice) return [];
  return Object.entries(node.outlets).flatMap(([outlet, target]) =>
    wiring.has(target) && node.exits.get(outlet)?.includes(notice) !== true ? [target] : [],
  );
}

/** Nodes that can be reached without the notice that they need: the notice does not dominate them. */
export function noticeFaults(wiring: Wiring, entry: string): FlowFault[] {
  const start = wiring.has(entry) ? [entry] : [];
  const unnoticed = new Map(
    NOTICES.map((notice) => [notice, reachedFrom(start, (id) => unnoticedTargets(wiring, id, notice))]),
  );
  return [...wiring.values()].flatMap(({ id, needsNotice }) => {
    if (needsNotice === null || !unnoticed.get(needsNotice)?.has(id)) return [];
    const words = needsNotice === 'recording' ? 'that the call is recorded' : 'that a machine speaks';
    const message = `A way leads here on which nobody has been told ${words}.`;
    return [nodeFault('ivr_flow.missing_notice', id, message)];
  });
}

const MAX_TURN_BYTES = 45_000;

/**
 * Upper bounds of what turns say, bytes of TwiML, by the node at which they begin. `sizeOf` bounds what a node says.
 * Only for wirings without loop faults: a turn is then a path without repetition.
 */
export function turnSizes(
  wiring: Wiring,
  entry: string,
  sizeOf: (id: string) => number,
): Map<string, number> {
  const longest = new Map<string, number>();
  const measure = (start: string): number => {
    const open = [start];
    for (let id = open.at(-1); id !== undefined; id = open.at(-1)) {
      const onward = wiring.get(id)?.waits ? [] : targets(wiring, id);
      const unknown = onward.filter((target) => !longest.has(target));
      if (unknown.length > 0) open.push(...unknown);
      else {
        longest.set(id, sizeOf(id) + Math.max(0, ...onward.map((target) => longest.get(target) ?? 0)));
        open.pop();
      }
    }
    return longest.get(start) ?? 0;
  };
  const waiting = [...wiring.keys()].filter((id) => wiring.get(id)?.waits);
  const starts = new Set([entry, ...waiting, ...waiting.flatMap((id) => targets(wiring, id))]);
  return new Map([...starts].filter((id) => wiring.has(id)).map((id) => [id, measure(id)]));
}

/** Nodes at which a turn may begin that says more than fits into one answer to the carrier. */
export function turnFaults(sizes: ReadonlyMap<string, number>): FlowFault[] {
  const message = 'From here more is said without a pause than one answer can hold.';
  return [...sizes].flatMap(([id, bytes]) =>
    bytes > MAX_TURN_BYTES ? [nodeFault('ivr_flow.turn_too_long', id, message)] : [],
  );
}
