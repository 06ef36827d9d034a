import type { NodeStep } from './node-step.types.ts';

/** A bridge to a number of the configuration. */
export interface TransferConfig {
  to: string;
  prompt: string | null;
  callerId: string | null;
  ringTimeoutMs: number;
  timeLimitMs: number | null;
}

/** Dials the target and leaves by what became of it, once the bridged leg has ended; anything else is `failed`. */
export const transferStep: NodeStep<TransferConfig> = {
  enter: ({ config, say }) => {
    const { prompt, to, callerId, ringTimeoutMs, timeLimitMs } = config;
    return {
      kind: 'wait',
      instructions: [
        ...(prompt === null ? [] : [say(prompt)]),
        { type: 'dial', to, callerId, ringTimeoutMs, timeLimitMs },
      ],
    };
  },
  resume: (_scene, input) =>
    input.type === 'dial_result'
      ? { kind: 'go', outlet: input.result, valid: true }
      : { kind: 'go', outlet: 'failed', valid: false },
};
