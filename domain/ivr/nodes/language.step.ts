import type { Instruction, Key, Language, SayInstruction } from '../../../contracts/call-instructions.ts';
import type { NodeStep } from './node-step.types.ts';
import { type RetryConfig, refuse } from './retries.ts';

/** Sets the language of the rest: at once (`set`), or by the key that the caller presses; its outlets are the languages. */
export type LanguageConfig =
  | { set: Language }
  | (RetryConfig & {
      set: null;
      /** Said once in each offered language, in that language. */
      prompt: string;
      choices: { key: Key; language: Language }[];
      timeoutMs: number;
    });

type AskedConfig = Extract<LanguageConfig, { set: null }>;

function ask(
  config: AskedConfig,
  language: Language,
  say: (key: string, language: Language) => SayInstruction,
  lead: SayInstruction[],
): Instruction[] {
  return [
    {
      type: 'gather',
      input: 'dtmf',
      prompts: [...lead, ...config.choices.map((choice) => say(config.prompt, choice.language))],
      numDigits: 1,
      finishKey: null,
      timeoutMs: config.timeoutMs,
      language,
      hints: [],
      maxSpeechMs: 0,
    },
  ];
}

/** Chooses the language of every later prompt. */
export const languageStep: NodeStep<LanguageConfig> = {
  enter: ({ config, language, say }) =>
    config.set === null
      ? { kind: 'wait', instructions: ask(config, language, say, []) }
      : { kind: 'go', outlet: config.set, language: config.set },
  resume: (scene, input) => {
    const { config } = scene;
    if (config.set !== null) return { kind: 'go', outlet: config.set, language: config.set };
    const choice =
      input.type === 'digits' ? config.choices.find((one) => one.key === input.value) : undefined;
    if (choice) return { kind: 'go', outlet: choice.language, language: choice.language, valid: true };
    const cause = input.type === 'no_input' ? 'no_input' : 'no_match';
    return refuse({ ...scene, config }, cause, (lead) => ask(config, scene.language, scene.say, lead));
  },
};
