import { z } from 'zod';
import {
  type FlowNodeConfig,
  type FlowNodeType,
  flowShellFields,
  MAX_FLOW_NODES,
  NODE_CONFIG_SCHEMAS,
  nodeFields,
} from '../../contracts/ivr-flow.schema.ts';
import { LANGUAGES, type Language } from '../../contracts/call-instructions.ts';
import { nodeIdSchema } from '../../contracts/ivr-nodes/parts.schema.ts';
import { type FlowFault, jsonPointer } from './flow-fault.ts';
import { schemaFaults } from './schema-faults.ts';

/** A node with its wiring; `type` and `config` are null when they have faults. */
export interface ParsedNode<T extends FlowNodeType = FlowNodeType> {
  id: string;
  type: T | null;
  config: FlowNodeConfig<T> | null;
  outlets: Record<string, string>;
}

/** What could be read of a draft, with every fault of its shape. */
export interface ParsedFlow {
  /** Null when the document itself, nodes apart, has faults. */
  shell: z.output<typeof shellSchema> | null;
  outline: { entry: string | null; languages: Language[]; variables: string[]; calendars: string[] };
  nodes: Map<string, ParsedNode>;
  faults: FlowFault[];
}

const shellSchema = z.strictObject({ ...flowShellFields, nodes: z.record(z.string(), z.unknown()) });
const looseRecordSchema = z.record(z.string(), z.unknown());
const looseNodeSchema = z.looseObject({ type: z.unknown(), config: z.unknown(), outlets: z.unknown() });
const looseFlowSchema = z.looseObject({});
const frameSchema = z.strictObject({ type: z.string(), config: z.unknown(), ...nodeFields });

function isNodeType(type: string): type is FlowNodeType {
  return Object.hasOwn(NODE_CONFIG_SCHEMAS, type);
}

function parseNode(id: string, raw: unknown, faults: FlowFault[]): ParsedNode {
  const base = ['nodes', id];
  const named = nodeIdSchema.safeParse(id);
  if (!named.success) faults.push(...schemaFaults(named.error, base));
  const frame = frameSchema.safeParse(raw);
  if (!frame.success) faults.push(...schemaFaults(frame.error, base));
  const { type, config, outlets } = frame.success ? frame.data : salvage(raw);
  if (typeof type !== 'string') return { id, type: null, config: null, outlets };
  if (!isNodeType(type)) {
    const message = `There is no node type "${type.slice(0, 40)}".`;
    faults.push({ code: 'ivr_flow.unknown_node_type', pointer: jsonPointer([...base, 'type']), message });
    return { id, type: null, config: null, outlets };
  }
  const parsed = NODE_CONFIG_SCHEMAS[type].safeParse(config ?? {});
  if (!parsed.success) faults.push(...schemaFaults(parsed.error, [...base, 'config']));
  return { id, type, config: parsed.success ? parsed.data : null, outlets };
}

/** The wiring of a node that has faults elsewhere, so that the graph is still checked as it was meant. */
function salvage(raw: unknown): { type: unknown; config: unknown; outlets: Record<string, string> } {
  const node = looseNodeSchema.safeParse(raw).data;
  const wires = Object.entries(looseRecordSchema.safeParse(node?.outlets).data ?? {});
  const outlets = wires.filter((wire): wire is [string, string] => typeof wire[1] === 'string');
  return { type: node?.type, config: node?.config, outlets: Object.fromEntries(outlets) };
}

function outlineOf(draft: unknown): ParsedFlow['outline'] {
  const loose = looseFlowSchema.safeParse(draft).data;
  const languages = z.array(z.unknown()).safeParse(loose?.languages).data ?? [];
  return {
    entry: typeof loose?.entry === 'string' ? loose.entry : null,
    languages: LANGUAGES.filter((language) => languages.includes(language)),
    variables: Object.keys(looseRecordSchema.safeParse(loose?.variables).data ?? {}),
    calendars: Object.keys(looseRecordSchema.safeParse(loose?.calendars).data ?? {}),
  };
}

/** Reads a draft as far as it can be read. Over `MAX_FLOW_NODES` nodes only that is said of them. */
export function parseFlow(draft: unknown): ParsedFlow {
  const shell = shellSchema.safeParse(draft);
  const faults = shell.success ? [] : schemaFaults(shell.error, []);
  const rawNodes = looseRecordSchema.safeParse(looseFlowSchema.safeParse(draft).data?.nodes).data ?? {};
  const entries = Object.entries(rawNodes);
  const isTooMany = entries.length > MAX_FLOW_NODES;
  if (isTooMany) {
    const message = `A flow has at most ${MAX_FLOW_NODES} nodes; this one has ${entries.length}.`;
    faults.push({ code: 'ivr_flow.too_many_nodes', pointer: '/nodes', message });
  }
  const parsed = isTooMany ? [] : entries.map(([id, raw]) => parseNode(id, raw, faults));
  const outline = isTooMany ? { ...outlineOf(draft), entry: null } : outlineOf(draft);
  return {
    shell: shell.data ?? null,
    outline,
    nodes: new Map(parsed.map((node) => [node.id, node])),
    faults,
  };
}
