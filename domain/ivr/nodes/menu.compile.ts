import type { FlowNodeConfig } from '../../../contracts/ivr-flow.schema.ts';
import { normalizeSpeech } from './match-phrase.ts';
import type { MenuOption } from './menu.step.ts';
import type { CompileTools, NodeCompiler } from './node-compile.types.ts';
import { compileRetries, refuseDuplicateKeys } from './retries.compile.ts';

type MenuDraft = FlowNodeConfig<'menu'>;
type OptionDraft = MenuDraft['options'][number];

const RESERVED = new Set(['no_input', 'no_match', 'too_many']);

function checkOption(option: OptionDraft, index: number, draft: MenuDraft, tools: CompileTools): void {
  if (RESERVED.has(option.outlet)) {
    const message = `"${option.outlet}" is an outlet of every menu; name the option's outlet otherwise.`;
    tools.fault('ivr_flow.bad_value', ['options', index, 'outlet'], message);
  }
  if (draft.input === 'dtmf' && option.key === undefined) {
    tools.fault(
      'ivr_flow.bad_value',
      ['options', index],
      'A menu answered by keys needs a key for every option.',
    );
  }
  if (draft.input === 'speech' || (draft.input === 'both' && option.key === undefined)) {
    const mute = tools.languages.filter((language) => (option.phrases?.[language] ?? []).length === 0);
    if (mute.length > 0) {
      const message = `This option cannot be chosen in ${mute.join(', ')}: it has no phrase there.`;
      tools.fault('ivr_flow.missing_prompt', ['options', index, 'phrases'], message);
    }
  }
}

/** Warns of phrases that mean two things in one language: who says them is asked again. */
function warnOfRivals(draft: MenuDraft, tools: CompileTools): void {
  if (draft.input === 'dtmf') return;
  for (const language of tools.languages) {
    const meant = new Map<string, string>();
    for (const [index, { outlet, phrases }] of draft.options.entries()) {
      for (const phrase of phrases?.[language] ?? []) {
        const words = normalizeSpeech(phrase);
        const rival = meant.get(words);
        meant.set(words, outlet);
        if (rival === undefined || rival === outlet) continue;
        const message = `"${phrase}" also means "${rival}"; who says it is asked again.`;
        tools.warn('ivr_flow.ambiguous_phrase', ['options', index, 'phrases', language], message);
      }
    }
  }
}

function compileOption(option: OptionDraft, draft: MenuDraft): MenuOption {
  const compiled: MenuOption = { key: option.key ?? null, outlet: option.outlet };
  return draft.input === 'dtmf' || !option.phrases ? compiled : { ...compiled, phrases: option.phrases };
}

/** Publishing half of `menu`. */
export const menuCompiler: NodeCompiler<'menu'> = {
  outlets: ({ options }) => ({
    required: [...new Set(options.map(({ outlet }) => outlet)), 'too_many'],
    optional: ['no_input', 'no_match'],
    automatic: ['too_many'],
  }),
  waits: () => true,
  compile: (draft, tools) => {
    draft.options.forEach((option, index) => checkOption(option, index, draft, tools));
    warnOfRivals(draft, tools);
    const keys = draft.options.map(({ key }) => key);
    refuseDuplicateKeys(keys, (index) => ['options', index, 'key'], tools);
    return {
      prompt: tools.prompt('prompt', draft.prompt, ['prompt']),
      input: draft.input,
      options: draft.options.map((option) => compileOption(option, draft)),
      timeoutMs: draft.timeoutMs,
      ...compileRetries(draft, tools),
    };
  },
};
