import type { NodeCompiler } from './node-compile.types.ts';

/** Publishing half of `subflow`; the other flow itself is put in its place by `inlineSubflows`. */
export const subflowCompiler: NodeCompiler<'subflow'> = {
  // Any exit may come without anybody doing anything, as far as this flow can tell.
  outlets: (config, tools) => {
    const exits = [...(tools.subflow(config.flowId)?.exits.keys() ?? [])];
    return { required: exits, optional: [], automatic: exits };
  },
  waits: () => false,
  compile: ({ flowId }, tools) => {
    tools.subflow(flowId, ['flowId']);
    return {};
  },
};
