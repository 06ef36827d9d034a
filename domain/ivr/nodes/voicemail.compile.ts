import type { NodeCompiler } from './node-compile.types.ts';

/** Publishing half of `voicemail`. */
export const voicemailCompiler: NodeCompiler<'voicemail'> = {
  capability: 'voicemail',
  outlets: () => ({ required: ['recorded', 'empty'], optional: [], automatic: ['empty'] }),
  waits: () => true,
  needsNotice: () => 'recording',
  compile: ({ prompt, ...rest }, tools) => ({ prompt: tools.prompt('prompt', prompt, ['prompt']), ...rest }),
};
