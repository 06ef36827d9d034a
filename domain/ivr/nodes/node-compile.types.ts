import type { Language } from '../../../contracts/call-instructions.ts';
import type { FlowNodeConfig, FlowNodeType } from '../../../contracts/ivr-flow.schema.ts';
import type { PromptDraft } from '../../../contracts/ivr-nodes/parts.schema.ts';
import type { CarrierFeature, FlowCapability } from '../capabilities.ts';
import type { FlowFaultCode } from '../flow-fault.ts';
import type { FlowWarningCode } from '../flow-warning.ts';
import type { PatternProgram } from '../pattern.ts';
import type { Subflow } from '../subflows.ts';
import type { NodeConfigs } from './node-configs.types.ts';

type Path = readonly (string | number)[];

/** What a node's compiler is given: it reports every fault it finds and goes on. Paths are relative to the node's `config`. */
export interface CompileTools {
  languages: readonly Language[];
  /** Whether the organization may call a number from its flows. */
  isTargetAllowed(number: string): boolean;
  fault(code: FlowFaultCode, path: Path, message: string): void;
  /** Reports something that does not keep the flow from being published. */
  warn(code: FlowWarningCode, path: Path, message: string): void;
  /** Whether the carrier can do what only some can. */
  carrierHas(feature: CarrierFeature): boolean;
  /** Registers a prompt and checks it in every declared language; its key. `path` leads to the prompt. */
  prompt(slot: string, texts: PromptDraft, path: Path): string;
  /** The same for a prompt that may be left out; null then. */
  optionalPrompt(slot: string, texts: PromptDraft | undefined, path: Path): string | null;
  /** Checks a reference to a declared variable or a contact field, and notes that the flow reads it. */
  reference(reference: string, path: Path): string;
  /** Compiles a regular expression; one that cannot be used is reported, and matches nothing. */
  pattern(text: string, path: Path): PatternProgram;
  /** Checks that a calendar is declared and that the platform keeps calendars. */
  calendar(name: string, path: Path): string;
  /** The other flow by its id; null when it cannot be walked here, which is reported where a path is given. */
  subflow(flowId: string, path?: Path): Subflow | null;
  /** Checks that a variable to be set is declared. */
  variable(name: string, path: Path): string;
}

/** The outlets of a configured node. */
export interface OutletRules {
  required: readonly string[];
  /** May be wired or not. */
  optional: readonly string[];
  /** Those that can be taken again and again with no person acting: a cycle of such outlets would never end. */
  automatic: readonly string[];
}

/** The publishing half of a node type: what it needs of the graph, and how its configuration is completed. */
export interface NodeCompiler<T extends FlowNodeType> {
  outlets(config: FlowNodeConfig<T>, tools: CompileTools): OutletRules;
  /** Whether the node waits for the next webhook. */
  waits(config: FlowNodeConfig<T>): boolean;
  /** What the platform must be able to do; left out: nothing beyond walking the flow. */
  capability?: FlowCapability;
  /** Its prompt is said in every language in one turn. */
  saysEveryLanguage?: true;
  /** The notice that every way to this node must have given. */
  needsNotice?(config: FlowNodeConfig<T>): 'recording' | 'ai' | null;
  givesNotice?(config: FlowNodeConfig<T>): 'recording' | 'ai' | null;
  compile(config: FlowNodeConfig<T>, tools: CompileTools): NodeConfigs[T];
}
