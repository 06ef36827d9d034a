import type { NodeCompiler } from './node-compile.types.ts';

/** Publishing half of `play_message`. */
export const playMessageCompiler: NodeCompiler<'play_message'> = {
  outlets: () => ({ required: ['next'], optional: [], automatic: ['next'] }),
  waits: () => false,
  compile: ({ prompt, bargeIn }, tools) => ({ prompt: tools.prompt('prompt', prompt, ['prompt']), bargeIn }),
};
