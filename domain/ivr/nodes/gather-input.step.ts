import type { Instruction, Key, SayInstruction, StepInput } from '../../../contracts/call-instructions.ts';
import { isCardLike } from '../card-like.ts';
import { type DigitPattern, fixedDigits, readDigits } from '../digit-pattern.ts';
import type { NodeMove, NodeScene, NodeStep } from './node-step.types.ts';
import { type RetryConfig, refuse } from './retries.ts';

/** A value typed or said by the caller, kept in a variable. Speech is taken as text, digits by their pattern. */
export interface GatherInputConfig extends RetryConfig {
  prompt: string;
  variable: string;
  input: 'dtmf' | 'speech' | 'both';
  pattern: DigitPattern;
  minDigits: number;
  maxDigits: number;
  finishKey: Key;
  timeoutMs: number;
  interDigitTimeoutMs?: number | undefined;
}

const MAX_SPEECH_MS = 30_000;
const MAX_SPEECH_CHARS = 500;

type GatherScene = NodeScene<GatherInputConfig>;

function ask(scene: GatherScene, lead: SayInstruction[]): Instruction[] {
  const { prompt, input, pattern, minDigits, maxDigits, finishKey, timeoutMs } = scene.config;
  const { interDigitTimeoutMs } = scene.config;
  const numDigits = fixedDigits(pattern, minDigits, maxDigits);
  return [
    {
      type: 'gather',
      input,
      prompts: [...lead, scene.say(prompt)],
      numDigits,
      finishKey: numDigits === null ? finishKey : null,
      timeoutMs,
      ...(interDigitTimeoutMs === undefined ? {} : { interDigitTimeoutMs }),
      language: scene.language,
      hints: [],
      maxSpeechMs: MAX_SPEECH_MS,
    },
  ];
}

function accepted({ config }: GatherScene, input: StepInput): string | null {
  if (input.type === 'digits') {
    return readDigits(input.value, config.pattern, config.minDigits, config.maxDigits);
  }
  if (input.type !== 'speech' || config.input === 'dtmf') return null;
  const said = input.value.slice(0, MAX_SPEECH_CHARS).trim();
  return said === '' || isCardLike(said) ? null : said;
}

/** Stores an accepted value and leaves by `valid`; the rest is asked again (see `refuse`). */
export const gatherInputStep: NodeStep<GatherInputConfig> = {
  enter: (scene) => ({ kind: 'wait', instructions: ask(scene, []) }),
  resume: (scene, input): NodeMove => {
    const value = accepted(scene, input);
    if (value !== null) {
      return { kind: 'go', outlet: 'valid', valid: true, set: { [scene.config.variable]: value } };
    }
    const cause = input.type === 'no_input' ? 'no_input' : 'invalid';
    return refuse(scene, cause, (lead) => ask(scene, lead));
  },
};
