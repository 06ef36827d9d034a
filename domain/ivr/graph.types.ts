import type { Language, Scalar } from '../../contracts/call-instructions.ts';
import type { Calendar } from '../../contracts/ivr-nodes/calendar.schema.ts';
import type { NodeConfigs } from './nodes/node-configs.types.ts';

/** Every node type of the flow language. */
export type NodeType = keyof NodeConfigs;

/** One compiled node: its configuration checked and completed, prompts named by key, outlets by node id. */
export type GraphNode<T extends NodeType = NodeType> = {
  [K in T]: { type: K; config: NodeConfigs[K]; outlets: Record<string, string> };
}[T];

/** A compiled flow as the interpreter walks it: plain JSON, without prompts. Made by `compileFlow` only, kept packed. */
export interface FlowGraph {
  /** Version of this format; a workflow pins it with the graph. */
  format: 1;
  entry: string;
  defaultLanguage: Language;
  languages: Language[];
  /** Declared variables with their defaults. */
  variables: Record<string, Scalar>;
  /** What each prompt reads, by prompt key; absent = nothing. */
  promptReads: Record<string, string[]>;
  /** Business hours that conditions ask for; absent = none. The API makes them a fact of each turn. */
  calendars?: Record<string, Calendar>;
  nodes: Record<string, GraphNode>;
}

/** A prompt in one language: a Liquid template, or an audio file. */
export type PromptText = string | { audioUrl: string };

/** Prompts by key, then language; every declared language is present. */
export type PromptTable = Record<string, Partial<Record<Language, PromptText>>>;

/** What can be given to a call: a compiled flow with its prompts. `reads` are contact references such as `contact.firstName`. */
export interface PublishedFlow {
  graph: FlowGraph;
  prompts: PromptTable;
  reads: string[];
  declaredLanguages: Language[];
}
