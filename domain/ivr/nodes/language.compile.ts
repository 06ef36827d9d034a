import type { Language } from '../../../contracts/call-instructions.ts';
import type { CompileTools, NodeCompiler } from './node-compile.types.ts';
import { compileRetries, refuseDuplicateKeys } from './retries.compile.ts';

function checkDeclared(language: Language, path: (string | number)[], tools: CompileTools): void {
  if (tools.languages.includes(language)) return;
  tools.fault('ivr_flow.undeclared_language', path, `The flow does not declare the language "${language}".`);
}

/** Publishing half of `language`. */
export const languageCompiler: NodeCompiler<'language'> = {
  outlets: (config) =>
    'set' in config
      ? { required: [config.set], optional: [], automatic: [config.set] }
      : {
          required: [...new Set(config.choices.map(({ language }) => language)), 'too_many'],
          optional: ['no_input', 'no_match'],
          automatic: ['too_many'],
        },
  waits: (config) => !('set' in config),
  saysEveryLanguage: true,
  compile: (config, tools) => {
    if ('set' in config) {
      checkDeclared(config.set, ['set'], tools);
      return { set: config.set };
    }
    config.choices.forEach(({ language }, index) =>
      checkDeclared(language, ['choices', index, 'language'], tools),
    );
    const keys = config.choices.map(({ key }) => key);
    refuseDuplicateKeys(keys, (index) => ['choices', index, 'key'], tools);
    return {
      set: null,
      prompt: tools.prompt('prompt', config.prompt, ['prompt']),
      choices: config.choices,
      timeoutMs: config.timeoutMs,
      ...compileRetries(config, tools),
    };
  },
};
