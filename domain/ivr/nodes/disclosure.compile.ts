import type { NodeCompiler } from './node-compile.types.ts';

/** Publishing half of `disclosure`. */
export const disclosureCompiler: NodeCompiler<'disclosure'> = {
  outlets: () => ({ required: ['next'], optional: [], automatic: ['next'] }),
  waits: () => false,
  givesNotice: ({ kind }) => kind,
  compile: ({ kind, prompt }, tools) => ({ kind, prompt: tools.prompt('prompt', prompt, ['prompt']) }),
};
