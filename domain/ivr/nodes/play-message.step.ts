import type { NodeStep } from './node-step.types.ts';

/** A message and on. With `bargeIn` a key pressed during it counts for the question that follows at once. */
export interface PlayMessageConfig {
  prompt: string;
  bargeIn: boolean;
}

/** Speaks its prompt and leaves by `next`. */
export const playMessageStep: NodeStep<PlayMessageConfig> = {
  enter: ({ config, say }) => {
    const words = say(config.prompt);
    return {
      kind: 'go',
      outlet: 'next',
      instructions: [config.bargeIn ? { ...words, bargeIn: true } : words],
    };
  },
};
