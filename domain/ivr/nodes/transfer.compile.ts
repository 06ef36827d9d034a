import type { NodeCompiler } from './node-compile.types.ts';

const OUTLETS = ['answered', 'busy', 'no_answer', 'failed'];

/** Publishing half of `transfer`. */
export const transferCompiler: NodeCompiler<'transfer'> = {
  capability: 'transfer',
  outlets: () => ({ required: OUTLETS, optional: [], automatic: OUTLETS }),
  waits: () => true,
  compile: ({ to, prompt, callerId, ringTimeoutMs, timeLimitMs }, tools) => {
    if (!tools.isTargetAllowed(to)) {
      const message =
        'Calls to this number are not allowed: it is a premium or emergency number, or in no country of the setting transferCountries.';
      tools.fault('ivr_flow.target_not_allowed', ['to'], message);
    }
    return {
      to,
      prompt: tools.optionalPrompt('prompt', prompt, ['prompt']),
      callerId: callerId ?? null,
      ringTimeoutMs,
      timeLimitMs: timeLimitMs ?? null,
    };
  },
};
