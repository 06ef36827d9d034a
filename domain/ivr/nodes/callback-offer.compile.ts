import type { NodeCompiler } from './node-compile.types.ts';
import { compileRetries, refuseDuplicateKeys } from './retries.compile.ts';

/** Publishing half of `callback_offer`. */
export const callbackOfferCompiler: NodeCompiler<'callback_offer'> = {
  capability: 'callback',
  outlets: () => ({ required: ['accepted', 'declined'], optional: [], automatic: ['declined'] }),
  waits: () => true,
  compile: (draft, tools) => {
    const keys = draft.times.map(({ key }) => key);
    refuseDuplicateKeys(keys, (index) => ['times', index, 'key'], tools);
    return {
      prompt: tools.prompt('prompt', draft.prompt, ['prompt']),
      acceptKey: draft.acceptKey,
      timePrompt: tools.prompt('time', draft.timePrompt, ['timePrompt']),
      times: draft.times,
      numberPrompt: tools.optionalPrompt('number', draft.numberPrompt, ['numberPrompt']),
      timeoutMs: draft.timeoutMs,
      ...compileRetries(draft, tools),
    };
  },
};
