import {
  type CallEffect,
  type GatherInstruction,
  type Instruction,
  type Language,
  MAX_PATH_ENTRIES,
  type PathEntry,
  type Scalar,
  type StepInput,
} from '../../contracts/call-instructions.ts';
import type { IvrCase, ScriptedInput } from '../../contracts/ivr-suite.schema.ts';
import type { FlowCursor, StepFailure } from './cursor.types.ts';
import type { PublishedFlow } from './graph.types.ts';
import { renderedPrompt } from './rendered-prompt.ts';
import { advance, startCursor } from './step.ts';
import { takenKeys } from './taken-keys.ts';

/** One thing heard or done in a test run; `atMs` is virtual time since the answer. */
export interface TranscriptLine {
  atMs: number;
  who: 'flow' | 'caller';
  text: string;
  language: Language | null;
}

/** What became of a scripted call. */
export interface TestRun {
  /** `waiting`: the script was over before the call. */
  ended: 'completed' | 'hung_up' | 'failed' | 'waiting';
  disposition: string | null;
  failed: StepFailure | null;
  language: Language;
  variables: Record<string, Scalar>;
  transcript: TranscriptLine[];
  path: PathEntry[];
  effects: CallEffect[];
  durationMs: number;
}

const MS_PER_SPOKEN_CHARACTER = 65;
const MS_PER_KEY = 400;
const AUDIO_FILE_MS = 5_000;

interface Rehearsal {
  flow: PublishedFlow;
  cursor: FlowCursor;
  run: TestRun;
}

function stepInput(
  rehearsal: Rehearsal,
  scripted: ScriptedInput,
  asked: GatherInstruction | null,
): StepInput {
  if ('keys' in scripted)
    return asked ? takenKeys(asked, scripted.keys) : { type: 'digits', value: scripted.keys };
  if ('say' in scripted) return { type: 'speech', value: scripted.say, confidence: scripted.confidence };
  if ('silence' in scripted) return { type: 'no_input' };
  if ('hangUp' in scripted) return { type: 'hangup' };
  if ('record' in scripted) {
    const { durationMs, hangsUp } = scripted.record;
    return { type: 'recorded', recordingId: 'RE-test', durationMs, hungUp: hangsUp };
  }
  if ('dial' in scripted)
    return { type: 'dial_result', result: scripted.dial, durationMs: scripted.durationMs };
  const effectId = lastEffectId(rehearsal.run.effects);
  return { type: 'effect_result', effectId, result: scripted.effect, values: scripted.values };
}

function lastEffectId(effects: readonly CallEffect[]): string {
  const effect = effects.findLast((one) => 'effectId' in one);
  return effect && 'effectId' in effect ? effect.effectId : '';
}

function done(scripted: ScriptedInput): { text: string; tookMs: number } {
  if ('keys' in scripted)
    return { text: `[keys ${scripted.keys}]`, tookMs: scripted.keys.length * MS_PER_KEY };
  if ('say' in scripted) return { text: scripted.say, tookMs: scripted.say.length * MS_PER_SPOKEN_CHARACTER };
  if ('silence' in scripted) return { text: '[silence]', tookMs: 0 };
  if ('hangUp' in scripted) return { text: '[hangs up]', tookMs: 0 };
  if ('record' in scripted) return { text: '[records a message]', tookMs: scripted.record.durationMs };
  if ('dial' in scripted) return { text: `[transfer: ${scripted.dial}]`, tookMs: scripted.durationMs };
  return { text: `[effect: ${scripted.effect}]`, tookMs: 0 };
}

function hear(rehearsal: Rehearsal, instructions: readonly Instruction[]): void {
  const { run, flow } = rehearsal;
  for (const instruction of instructions) {
    if (instruction.type === 'gather') hear(rehearsal, instruction.prompts);
    if (instruction.type === 'pause') run.durationMs += instruction.durationMs;
    if (instruction.type !== 'say') continue;
    const words = renderedPrompt(flow.prompts, instruction.prompt, instruction.language);
    const isText = words !== null && 'text' in words;
    const text = isText ? words.text : `[audio ${words?.audioUrl ?? ''}]`;
    run.transcript.push({ atMs: run.durationMs, who: 'flow', text, language: instruction.language });
    run.durationMs += isText ? text.length * MS_PER_SPOKEN_CHARACTER : AUDIO_FILE_MS;
  }
}

/** Takes one input; what the flow then asks for, if anything, tells which keys count and how long a silence lasts. */
function take(
  rehearsal: Rehearsal,
  input: StepInput,
  script: Pick<IvrCase, 'openCalendars'>,
): GatherInstruction | null {
  const { run, flow } = rehearsal;
  const facts = { nowMs: run.durationMs, openCalendars: script.openCalendars };
  const result = advance(flow.graph, rehearsal.cursor, input, facts);
  run.path.push(...result.path.slice(0, MAX_PATH_ENTRIES - run.path.length));
  run.effects.push(...result.effects);
  run.failed = result.failed;
  hear(rehearsal, result.instructions);
  if (result.failed) run.ended = 'failed';
  else if (input.type === 'hangup') run.ended = 'hung_up';
  else if (result.done) run.ended = 'completed';
  return result.instructions.findLast((one) => one.type === 'gather') ?? null;
}

/**
 * Runs one scripted call on the very interpreter that real calls run, in virtual time: it takes no time and rings
 * nobody. A script that is over while the flow still waits leaves the run `waiting`; what the script has left when
 * the call ends is not used. Pure.
 */
export function runTest(flow: PublishedFlow, script: IvrCase): TestRun {
  const { variables, language, splitKey } = script;
  const cursor = startCursor(flow.graph, { variables, language: language ?? null, splitKey });
  const run: TestRun = {
    ended: 'waiting',
    disposition: null,
    failed: null,
    language: cursor.language,
    variables: {},
    transcript: [],
    path: [],
    effects: [],
    durationMs: 0,
  };
  const rehearsal: Rehearsal = { flow, cursor, run };
  let asked = take(rehearsal, { type: 'start' }, script);
  for (const scripted of script.inputs) {
    if (run.ended !== 'waiting') break;
    const { text, tookMs } = done(scripted);
    run.transcript.push({ atMs: run.durationMs, who: 'caller', text, language: null });
    run.durationMs += 'silence' in scripted ? (asked?.timeoutMs ?? 0) : tookMs;
    asked = take(rehearsal, stepInput(rehearsal, scripted, asked), script);
  }
  const { disposition, language: spoken, variables: values } = rehearsal.cursor;
  return { ...run, disposition, language: spoken, variables: values };
}
