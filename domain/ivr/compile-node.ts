import type { FlowNodeType } from '../../contracts/ivr-flow.schema.ts';
import { type CompileState, compileTools } from './compile-tools.ts';
import { jsonPointer } from './flow-fault.ts';
import type { WiredNode } from './flow-wiring.ts';
import type { GraphNode } from './graph.types.ts';
import { NODE_COMPILERS } from './node-compilers.ts';
import type { NodeCompiler } from './nodes/node-compile.types.ts';
import type { ParsedNode } from './parsed-flow.ts';

/** A node as the graph checks see it and, unless it has faults, as a call walks it. */
export interface CompiledNode {
  wired: WiredNode;
  node: GraphNode | null;
  /** Upper bound of what one visit says, bytes of TwiML. */
  sayBytes: number;
}

const NO_EXITS = new Map<string, never>();

/** Compiles one node; its faults go into the state. */
export function compileNode(parsed: ParsedNode, state: CompileState): CompiledNode {
  const { id, type, config, outlets } = parsed;
  if (type === null || config === null) {
    const blank = { rules: null, waits: false, needsNotice: null, givesNotice: null, exits: NO_EXITS };
    return { wired: { id, outlets, ...blank }, node: null, sayBytes: 0 };
  }
  const compiler: NodeCompiler<FlowNodeType> = NODE_COMPILERS[type];
  if (compiler.capability !== undefined && !state.capabilities.includes(compiler.capability)) {
    const message = `This installation cannot run nodes of the type "${type}" yet.`;
    const pointer = jsonPointer(['nodes', id, 'type']);
    state.faults.push({ code: 'ivr_flow.not_available', pointer, message });
  }
  const tools = compileTools(state, id);
  const node = { type, config: compiler.compile(config, tools), outlets } as GraphNode;
  const saidTimes = compiler.saysEveryLanguage ? state.languages.length : 1;
  const rules = compiler.outlets(config, tools);
  const other = state.subflows.get(id);
  const wired: WiredNode = {
    id,
    outlets,
    rules,
    waits: compiler.waits(config),
    needsNotice: compiler.needsNotice?.(config) ?? null,
    givesNotice: compiler.givesNotice?.(config) ?? null,
    exits: other?.exits ?? NO_EXITS,
  };
  return { wired, node, sayBytes: (other?.turnBytes ?? 0) + saidTimes * (state.sayBytes.get(id) ?? 0) };
}
