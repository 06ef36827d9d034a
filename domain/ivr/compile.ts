import { MAX_FLOW_NODES } from '../../contracts/ivr-flow.schema.ts';
import type { CarrierFeature, FlowCapability } from './capabilities.ts';
import { type CompiledNode, compileNode } from './compile-node.ts';
import type { CompileState } from './compile-tools.ts';
import { draftLimits } from './draft-limits.ts';
import { exitNotices } from './exit-notices.ts';
import type { FlowFault } from './flow-fault.ts';
import type { FlowWarning } from './flow-warning.ts';
import { outletFaults } from './flow-wiring.ts';
import { loopFaults, noticeFaults, turnFaults, turnSizes, wayFaults } from './graph-checks.ts';
import type { PublishedFlow } from './graph.types.ts';
import { packGraph } from './pack-graph.ts';
import { type ParsedFlow, parseFlow } from './parsed-flow.ts';
import { shellFaults, shellWarnings } from './shell-faults.ts';
import { inlineSubflows, misfit, type RefusedSubflow, type Subflow } from './subflows.ts';

/** What the platform can do beyond walking a flow, and what the organization allows and has. */
export interface CompileOptions {
  /** What the platform can do; left out: nothing beyond walking a flow. */
  capabilities?: readonly FlowCapability[];
  /** What the carrier can do that others cannot; left out: nothing. */
  carrierFeatures?: readonly CarrierFeature[];
  /** Id under which other flows know this one; left out: the one in the document. */
  flowId?: string;
  /** Whether the organization may call a number (E.164) from its flows; left out: any. */
  isTargetAllowed?: (number: string) => boolean;
  /** Documents of the other published flows by flow id, for `subflow` nodes. */
  subflows?: Readonly<Record<string, unknown>>;
}

/** A flow that can be given to calls, or every reason why it cannot. */
export type CompileResult = { warnings: FlowWarning[] } & (
  | { ok: true; flow: PublishedFlow }
  | { ok: false; faults: FlowFault[] }
);

/** Largest compiled graph as it is kept, UTF-8 bytes of its packed JSON, prompts not counted. */
export const MAX_GRAPH_BYTES = 64 * 1024;
const MAX_FAULTS = 500;
const IN_OTHER_FLOW = 'The other flow has faults, first: ';
/** Most flows inside each other. */
export const MAX_SUBFLOW_DEPTH = 10;

/**
 * Checks and compiles a draft (any JSON value). Finds every fault and warning at once, ordered by pointer, at most 500
 * of each. Never throws; pure. The same draft always compiles to the same flow.
 */
export function compileFlow(draft: unknown, options: CompileOptions = {}): CompileResult {
  const within = options.flowId === undefined ? [] : [options.flowId];
  const journey = { options, library: options.subflows ?? {}, within, compiled: new Map() };
  const compiled = compileWithin(journey, draft);
  const { warnings } = compiled;
  return compiled.ok ? { ok: true, flow: compiled.flow, warnings } : compiled;
}

/** What flows that are compiled inside each other share. */
interface Journey {
  options: CompileOptions;
  library: Readonly<Record<string, unknown>>;
  /** Ids of this flow and of those that it is part of. */
  within: readonly string[];
  compiled: Map<string, Subflow | RefusedSubflow>;
}

type Compiled = { warnings: FlowWarning[] } & ((Subflow & { ok: true }) | { ok: false; faults: FlowFault[] });

function compileWithin(journey: Journey, draft: unknown): Compiled {
  const tooLarge = draftLimits(draft);
  if (tooLarge) return { ok: false, faults: [tooLarge], warnings: [] };
  const parsed = parseFlow(draft);
  const state = compileState(journey, parsed);
  const nodes = [...parsed.nodes.values()].map((node) => compileNode(node, state));
  const graph = checkGraph(nodes, parsed.outline.entry);
  state.faults.push(...shellFaults(parsed), ...graph.faults);
  const warnings = inOrder([...state.warnings, ...shellWarnings(parsed, state.used)]);
  if (state.faults.length > 0 || !parsed.shell) return { ok: false, faults: inOrder(state.faults), warnings };
  const flow = inlineSubflows(assemble(parsed.shell, nodes, state), state.subflows);
  const faults = sizeFaults(flow);
  if (faults.length > 0) return { ok: false, faults, warnings };
  return { ok: true, warnings, flow, exits: exitNotices(flow.graph), turnBytes: graph.turnBytes };
}

function compileState(journey: Journey, parsed: ParsedFlow): CompileState {
  const { options } = journey;
  const { languages, variables, calendars } = parsed.outline;
  return {
    languages,
    variables: new Set(variables),
    calendars: new Set(calendars),
    capabilities: options.capabilities ?? [],
    carrierFeatures: options.carrierFeatures ?? [],
    isTargetAllowed: options.isTargetAllowed ?? (() => true),
    findSubflow: subflowFinder(journey, parsed),
    subflows: new Map(),
    faults: parsed.faults,
    warnings: [],
    used: new Set(),
    patterns: 0,
    prompts: {},
    promptReads: {},
    sayBytes: new Map(),
    reads: new Set(),
  };
}

/** Finds other flows; each is compiled once for the whole, however many nodes and flows stand for it. */
function subflowFinder(journey: Journey, { shell, outline }: ParsedFlow) {
  const within = journey.within.length > 0 ? journey.within : [shell?.id ?? ''];
  const compiled = (flowId: string): Subflow | RefusedSubflow => {
    const document = Object.hasOwn(journey.library, flowId) ? journey.library[flowId] : undefined;
    if (document === undefined) {
      return { code: 'ivr_flow.unknown_subflow', message: `There is no published flow "${flowId}".` };
    }
    if (within.length > MAX_SUBFLOW_DEPTH) {
      return {
        code: 'ivr_flow.bad_subflow',
        message: `More than ${MAX_SUBFLOW_DEPTH} flows inside each other.`,
      };
    }
    const inner = compileWithin({ ...journey, within: [...within, flowId] }, document);
    return inner.ok ? inner : innerFault(inner.faults);
  };
  return (flowId: string): Subflow | RefusedSubflow => {
    if (within.includes(flowId)) {
      return { code: 'ivr_flow.subflow_cycle', message: 'The flow comes back to itself.' };
    }
    const found = journey.compiled.get(flowId) ?? compiled(flowId);
    journey.compiled.set(flowId, found);
    if (!('flow' in found)) return found;
    const outer = { languages: outline.languages, calendars: shell?.calendars ?? {} };
    const reason = misfit(outer, found.flow.graph);
    return reason === null ? found : { code: 'ivr_flow.bad_subflow', message: reason };
  };
}

function innerFault(faults: readonly FlowFault[]): RefusedSubflow {
  const cycle = faults.find(({ code }) => code === 'ivr_flow.subflow_cycle');
  if (cycle) return cycle;
  const message = faults[0]?.message ?? '';
  // Said once, however deep the flow with the fault lies.
  const isSaid = message.startsWith(IN_OTHER_FLOW);
  return { code: 'ivr_flow.bad_subflow', message: isSaid ? message : IN_OTHER_FLOW + message };
}

function assemble(
  shell: NonNullable<ParsedFlow['shell']>,
  nodes: readonly CompiledNode[],
  { prompts, promptReads, reads }: CompileState,
): PublishedFlow {
  const { entry, defaultLanguage, languages, calendars } = shell;
  const graph: PublishedFlow['graph'] = {
    format: 1,
    entry,
    defaultLanguage,
    languages,
    variables: Object.fromEntries(Object.entries(shell.variables).map(([name, one]) => [name, one.default])),
    promptReads,
    ...(Object.keys(calendars).length > 0 ? { calendars } : {}),
    nodes: Object.fromEntries(nodes.flatMap(({ wired, node }) => (node ? [[wired.id, node]] : []))),
  };
  return { graph, prompts, reads: [...reads].toSorted(), declaredLanguages: languages };
}

function checkGraph(
  nodes: readonly CompiledNode[],
  entry: string | null,
): { faults: FlowFault[]; turnBytes: number } {
  const wiring = new Map(nodes.map(({ wired }) => [wired.id, wired]));
  const bytes = new Map(nodes.map(({ wired, sayBytes }) => [wired.id, sayBytes]));
  const faults = [...outletFaults(wiring), ...loopFaults(wiring)];
  if (entry === null) return { faults, turnBytes: 0 };
  const isSound = faults.length === 0 && nodes.every(({ node }) => node !== null);
  const sizes = isSound ? turnSizes(wiring, entry, (id) => bytes.get(id) ?? 0) : new Map<string, number>();
  faults.push(...turnFaults(sizes), ...wayFaults(wiring, entry), ...noticeFaults(wiring, entry));
  return { faults, turnBytes: Math.max(0, ...sizes.values()) };
}

/** Limits of the whole that is walked, other flows included. */
function sizeFaults({ graph }: PublishedFlow): FlowFault[] {
  const count = Object.keys(graph.nodes).length;
  if (count > MAX_FLOW_NODES) {
    const message = `With its subflows the flow has ${count} nodes; the limit is ${MAX_FLOW_NODES}.`;
    return [{ code: 'ivr_flow.too_many_nodes', pointer: '/nodes', message }];
  }
  const bytes = new TextEncoder().encode(JSON.stringify(packGraph(graph))).length;
  if (bytes <= MAX_GRAPH_BYTES) return [];
  const message = `The compiled flow has ${bytes} bytes; the limit is ${MAX_GRAPH_BYTES}. Split it.`;
  return [{ code: 'ivr_flow.graph_too_large', pointer: '/nodes', message }];
}

function inOrder<T extends { pointer: string }>(found: T[]): T[] {
  const order = (left: T, right: T) =>
    left.pointer < right.pointer ? -1 : Number(left.pointer > right.pointer);
  return found.toSorted(order).slice(0, MAX_FAULTS);
}
