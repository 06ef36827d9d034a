import type { NodeCompiler } from './node-compile.types.ts';

/** Publishing half of `ab_split`. */
export const abSplitCompiler: NodeCompiler<'ab_split'> = {
  outlets: ({ arms }) => {
    const names = [...new Set(arms.map(({ outlet }) => outlet))];
    return { required: names, optional: [], automatic: names };
  },
  waits: () => false,
  compile: ({ arms }) => ({ arms }),
};
