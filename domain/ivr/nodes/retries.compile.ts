import type { PromptDraft } from '../../../contracts/ivr-nodes/parts.schema.ts';
import type { CompileTools } from './node-compile.types.ts';
import type { RetryConfig } from './retries.ts';

/** Compiles what all input nodes have in common. */
export function compileRetries(
  config: {
    maxRetries: number;
    noInputPrompt?: PromptDraft | undefined;
    noMatchPrompt?: PromptDraft | undefined;
  },
  tools: CompileTools,
): RetryConfig {
  return {
    maxRetries: config.maxRetries,
    noInputPrompt: tools.optionalPrompt('no_input', config.noInputPrompt, ['noInputPrompt']),
    noMatchPrompt: tools.optionalPrompt('no_match', config.noMatchPrompt, ['noMatchPrompt']),
  };
}

/** Reports every key that stands for two choices. */
export function refuseDuplicateKeys(
  keys: readonly (string | undefined)[],
  pathOf: (index: number) => (string | number)[],
  tools: CompileTools,
): void {
  for (const [index, key] of keys.entries()) {
    if (key !== undefined && keys.indexOf(key) < index) {
      tools.fault(
        'ivr_flow.duplicate_key',
        pathOf(index),
        `The key ${key} already stands for another choice.`,
      );
    }
  }
}
