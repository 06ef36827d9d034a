import { compileTools, type CompileState } from './compile-tools.ts';
import { draftLimits } from './draft-limits.ts';
import { type FlowFault, jsonPointer } from './flow-fault.ts';
import { outletFaults, type WiredNode } from './flow-wiring.ts';
import { loopFaults, noticeFaults, turnFaults, wayFaults } from './graph-checks.ts';
import type { FlowGraph, GraphNode, PublishedFlow } from './graph.types.ts';
import { NODE_COMPILERS } from './node-compilers.ts';
import type { NodeCompiler } from './nodes/node-compile.types.ts';
import type { FlowNodeType } from '../../contracts/ivr-flow.schema.ts';
import { type ParsedNode, parseFlow } from './parsed-flow.ts';
import { shellFaults } from './shell-faults.ts';

/** What the platform can do beyond walking a flow; node types name what they need of it. */
export interface CompileOptions {
  capabilities?: readonly string[];
  /** Whether the organization may call a number (E.164) from its flows; left out: any. */
  isTargetAllowed?: (number: string) => boolean;
}

/** A flow that can be given to calls, or every reason why it cannot. */
export type CompileResult = { ok: true; flow: PublishedFlow } | { ok: false; faults: FlowFault[] };

/** Largest compiled graph, UTF-8 bytes of its JSON, prompts not counted. */
export const MAX_GRAPH_BYTES = 64 * 1024;
const MAX_FAULTS = 500;

/**
 * Checks and compiles a draft (any JSON value). Finds every fault at once, ordered by pointer, at most 500. Never
 * throws; pure. The same draft always compiles to the same flow.
 */
export function compileFlow(draft: unknown, options: CompileOptions = {}): CompileResult {
  const tooLarge = draftLimits(draft);
  if (tooLarge) return { ok: false, faults: [tooLarge] };
  const parsed = parseFlow(draft);
  const { entry, languages, variables, calendars } = parsed.outline;
  const state: CompileState = {
    languages,
    variables: new Set(variables),
    calendars: new Set(calendars),
    capabilities: options.capabilities ?? [],
    isTargetAllowed: options.isTargetAllowed ?? (() => true),
    faults: parsed.faults,
    prompts: {},
    promptReads: {},
    sayBytes: new Map(),
    reads: new Set(),
  };
  const nodes = [...parsed.nodes.values()].map((node) => compileNode(node, state));
  state.faults.push(...shellFaults(parsed), ...graphFaults(nodes, entry));
  const { shell } = parsed;
  if (state.faults.length > 0 || !shell) return { ok: false, faults: inOrder(state.faults) };
  const graph: FlowGraph = {
    format: 1,
    entry: shell.entry,
    defaultLanguage: shell.defaultLanguage,
    languages: shell.languages,
    variables: Object.fromEntries(Object.entries(shell.variables).map(([name, one]) => [name, one.default])),
    promptReads: state.promptReads,
    ...(Object.keys(shell.calendars).length > 0 ? { calendars: shell.calendars } : {}),
    nodes: Object.fromEntries(nodes.flatMap(({ wired, node }) => (node ? [[wired.id, node]] : []))),
  };
  const bytes = Buffer.byteLength(JSON.stringify(graph));
  if (bytes > MAX_GRAPH_BYTES) {
    const message = `The compiled flow has ${bytes} bytes; the limit is ${MAX_GRAPH_BYTES}. Split it.`;
    return { ok: false, faults: [{ code: 'ivr_flow.graph_too_large', pointer: '/nodes', message }] };
  }
  const reads = [...state.reads].toSorted();
  return { ok: true, flow: { graph, prompts: state.prompts, reads, declaredLanguages: shell.languages } };
}

interface CompiledNode {
  wired: WiredNode;
  node: GraphNode | null;
  /** Upper bound of what one visit says, bytes of TwiML. */
  sayBytes: number;
}

function compileNode(parsed: ParsedNode, state: CompileState): CompiledNode {
  const { id, type, config, outlets } = parsed;
  if (type === null || config === null) {
    const blank = { rules: null, waits: false, needsNotice: null, givesNotice: null };
    return { wired: { id, outlets, ...blank }, node: null, sayBytes: 0 };
  }
  const compiler: NodeCompiler<FlowNodeType> = NODE_COMPILERS[type];
  if (compiler.capability !== undefined && !state.capabilities.includes(compiler.capability)) {
    const message = `This installation cannot run nodes of the type "${type}" yet.`;
    state.faults.push({
      code: 'ivr_flow.not_available',
      pointer: jsonPointer(['nodes', id, 'type']),
      message,
    });
  }
  const node = { type, config: compiler.compile(config, compileTools(state, id)), outlets } as GraphNode;
  const saidTimes = compiler.saysEveryLanguage ? state.languages.length : 1;
  const wired: WiredNode = {
    id,
    outlets,
    rules: compiler.outlets(config),
    waits: compiler.waits(config),
    needsNotice: compiler.needsNotice?.(config) ?? null,
    givesNotice: compiler.givesNotice?.(config) ?? null,
  };
  return { wired, node, sayBytes: saidTimes * (state.sayBytes.get(id) ?? 0) };
}

function graphFaults(nodes: readonly CompiledNode[], entry: string | null): FlowFault[] {
  const wiring = new Map(nodes.map(({ wired }) => [wired.id, wired]));
  const bytes = new Map(nodes.map(({ wired, sayBytes }) => [wired.id, sayBytes]));
  const outlets = outletFaults(wiring);
  const loops = loopFaults(wiring);
  if (entry === null) return [...outlets, ...loops];
  const isSound = outlets.length + loops.length === 0 && nodes.every(({ node }) => node !== null);
  const turns = isSound ? turnFaults(wiring, entry, (id) => bytes.get(id) ?? 0) : [];
  return [...outlets, ...loops, ...turns, ...wayFaults(wiring, entry), ...noticeFaults(wiring, entry)];
}

function inOrder(faults: FlowFault[]): FlowFault[] {
  const order = (left: FlowFault, right: FlowFault) =>
    left.pointer < right.pointer ? -1 : Number(left.pointer > right.pointer);
  return faults.toSorted(order).slice(0, MAX_FAULTS);
}
