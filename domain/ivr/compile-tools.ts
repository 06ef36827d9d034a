import { LANGUAGES, type Language } from '../../contracts/call-instructions.ts';
import type { CarrierFeature, FlowCapability } from './capabilities.ts';
import { type FlowFault, type FlowFaultCode, jsonPointer } from './flow-fault.ts';
import { type FlowWarning, type FlowWarningCode } from './flow-warning.ts';
import type { PromptTable, PromptText } from './graph.types.ts';
import type { CompileTools } from './nodes/node-compile.types.ts';
import type { PatternProgram } from './pattern.ts';
import { compilePattern } from './pattern.compile.ts';
import { checkPrompt } from './prompt-compile.ts';
import type { RefusedSubflow, Subflow } from './subflows.ts';
import { isContactReference } from './references.ts';

/** What the nodes of a flow share while it is compiled. */
export interface CompileState {
  languages: readonly Language[];
  variables: ReadonlySet<string>;
  findSubflow: (flowId: string) => Subflow | RefusedSubflow;
  /** Other flows by the node that stands for them. */
  subflows: Map<string, Subflow>;
  calendars: ReadonlySet<string>;
  capabilities: readonly FlowCapability[];
  carrierFeatures: readonly CarrierFeature[];
  isTargetAllowed: (number: string) => boolean;
  faults: FlowFault[];
  warnings: FlowWarning[];
  /** Names of variables and calendars that some node looks at or sets. */
  used: Set<string>;
  /** How many regular expressions have been compiled. */
  patterns: number;
  prompts: PromptTable;
  promptReads: Record<string, string[]>;
  /** Upper bound of what each node's prompts add to a turn, bytes, in the longest of the languages. */
  sayBytes: Map<string, number>;
  /** Contact references that the flow reads. */
  reads: Set<string>;
}

const AUDIO_BYTES = 700;
/** Compiling one takes up to some ten milliseconds. */
const MAX_PATTERNS = 50;
const NOTHING: PatternProgram = { start: 0, classes: [[]], steps: [['char', 0, 0]] };

/** The tools of one node. */
export function compileTools(state: CompileState, nodeId: string): CompileTools {
  type Path = readonly (string | number)[];
  const fault = (code: FlowFaultCode, path: Path, message: string): void => {
    state.faults.push({ code, pointer: jsonPointer(['nodes', nodeId, 'config', ...path]), message });
  };
  const warn = (code: FlowWarningCode, path: Path, message: string): void => {
    state.warnings.push({ code, pointer: jsonPointer(['nodes', nodeId, 'config', ...path]), message });
  };
  const reference = (name: string, path: Path): string => {
    state.used.add(name);
    if (isContactReference(name)) state.reads.add(name);
    else if (!state.variables.has(name)) {
      fault(
        'ivr_flow.unknown_variable',
        path,
        `"${name.slice(0, 80)}" is neither a declared variable nor a contact field.`,
      );
    }
    return name;
  };
  const variable = (name: string, path: Path): string => {
    state.used.add(name);
    if (!state.variables.has(name))
      fault('ivr_flow.unknown_variable', path, `"${name}" is not a declared variable.`);
    return name;
  };
  const calendar = (name: string, path: Path): string => {
    state.used.add(name);
    if (!state.calendars.has(name)) {
      fault('ivr_flow.unknown_calendar', path, `The flow declares no calendar "${name}".`);
    } else if (!state.capabilities.includes('calendars')) {
      fault('ivr_flow.not_available', path, 'This installation does not keep business hours yet.');
    }
    return name;
  };
  const subflow: CompileTools['subflow'] = (flowId, path) => {
    const found = state.findSubflow(flowId);
    if ('flow' in found) {
      state.subflows.set(nodeId, found);
      const { variables, calendars = {} } = found.flow.graph;
      for (const name of [...Object.keys(variables), ...Object.keys(calendars)]) state.used.add(name);
      return found;
    }
    if (path) fault(found.code, path, found.message);
    return null;
  };
  const pattern: CompileTools['pattern'] = (text, path) => {
    state.patterns += 1;
    const compiled =
      state.patterns > MAX_PATTERNS
        ? { refused: `A flow has at most ${MAX_PATTERNS} regular expressions.` }
        : compilePattern(text);
    if (!('refused' in compiled)) return compiled;
    fault('ivr_flow.bad_pattern', path, compiled.refused);
    return NOTHING;
  };
  const check = (text: PromptText, language: Language, path: Path): { reads: string[]; maxBytes: number } => {
    if (typeof text !== 'string') return { reads: [], maxBytes: AUDIO_BYTES };
    const checked = checkPrompt(text, language);
    if (!('refused' in checked)) return checked;
    fault('ivr_flow.bad_template', path, checked.refused);
    return { reads: [], maxBytes: 0 };
  };
  const prompt: CompileTools['prompt'] = (slot, texts, path) => {
    const key = `${nodeId}.${slot}`;
    const reads = new Set<string>();
    let longest = 0;
    for (const language of LANGUAGES) {
      const text = texts[language];
      const where = [...path, language];
      const isDeclared = state.languages.includes(language);
      if (text === undefined) {
        if (isDeclared)
          fault('ivr_flow.missing_prompt', path, `The prompt is missing in the language "${language}".`);
        continue;
      }
      if (!isDeclared) {
        fault('ivr_flow.undeclared_language', where, `The flow does not declare the language "${language}".`);
      }
      const checked = check(text, language, where);
      longest = Math.max(longest, checked.maxBytes);
      for (const name of checked.reads) reads.add(reference(name, where));
    }
    state.sayBytes.set(nodeId, (state.sayBytes.get(nodeId) ?? 0) + longest);
    state.prompts[key] = texts;
    if (reads.size > 0) state.promptReads[key] = [...reads].toSorted();
    return key;
  };
  return {
    languages: state.languages,
    isTargetAllowed: state.isTargetAllowed,
    fault,
    warn,
    carrierHas: (feature) => state.carrierFeatures.includes(feature),
    pattern,
    prompt,
    optionalPrompt: (slot, texts, path) => (texts === undefined ? null : prompt(slot, texts, path)),
    reference,
    variable,
    calendar,
    subflow,
  };
}
