import type { NodeCompiler } from './node-compile.types.ts';

/** Publishing half of `end_call`. */
export const endCallCompiler: NodeCompiler<'end_call'> = {
  outlets: () => ({ required: [], optional: [], automatic: [] }),
  waits: () => false,
  compile: ({ prompt, disposition, optOut, exit }, tools) => ({
    prompt: tools.optionalPrompt('prompt', prompt, ['prompt']),
    disposition: disposition ?? null,
    optOut: optOut ?? null,
    exit: exit ?? null,
  }),
};
