import type {
  Instruction,
  Key,
  Language,
  SayInstruction,
  StepInput,
} from '../../../contracts/call-instructions.ts';
import { matchPhrase } from './match-phrase.ts';
import type { NodeMove, NodeScene, NodeStep } from './node-step.types.ts';
import { type RetryConfig, refuse } from './retries.ts';

/** One choice: its key (null: by speech only), its outlet and the phrases that mean it, by language. */
export interface MenuOption {
  key: Key | null;
  outlet: string;
  phrases?: Partial<Record<Language, string[]>>;
}

/** A choice by one key or by speech. An option whose outlet leads to the menu itself repeats it. */
export interface MenuConfig extends RetryConfig {
  prompt: string;
  input: 'dtmf' | 'speech' | 'both';
  options: MenuOption[];
  timeoutMs: number;
}

const MAX_SPEECH_MS = 10_000;

type MenuScene = NodeScene<MenuConfig>;

function phrasesOf(option: MenuOption, language: Language): string[] {
  return option.phrases?.[language] ?? [];
}

function ask(scene: MenuScene, lead: SayInstruction[]): Instruction[] {
  const { prompt, input, options, timeoutMs } = scene.config;
  return [
    {
      type: 'gather',
      input,
      prompts: [...lead, scene.say(prompt)],
      numDigits: 1,
      finishKey: null,
      timeoutMs,
      language: scene.language,
      hints: input === 'dtmf' ? [] : options.flatMap((option) => phrasesOf(option, scene.language)),
      maxSpeechMs: MAX_SPEECH_MS,
    },
  ];
}

function chosenOutlet(scene: MenuScene, input: StepInput): string | null {
  const { options } = scene.config;
  if (input.type === 'digits') return options.find((option) => option.key === input.value)?.outlet ?? null;
  if (input.type !== 'speech') return null;
  return matchPhrase(
    input.value,
    options.map((option) => ({ choice: option.outlet, phrases: phrasesOf(option, scene.language) })),
  );
}

/** Asks for one key or phrase; wrong ones and silence are asked again (see `refuse`). */
export const menuStep: NodeStep<MenuConfig> = {
  enter: (scene) => ({ kind: 'wait', instructions: ask(scene, []) }),
  resume: (scene, input): NodeMove => {
    const outlet = chosenOutlet(scene, input);
    if (outlet !== null) return { kind: 'go', outlet, valid: true };
    const cause = input.type === 'no_input' ? 'no_input' : 'no_match';
    return refuse(scene, cause, (lead) => ask(scene, lead));
  },
};
