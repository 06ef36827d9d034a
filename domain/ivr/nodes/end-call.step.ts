import type { CallEffect } from '../../../contracts/call-instructions.ts';
import type { NodeStep } from './node-step.types.ts';

/** The end: an optional last message, a disposition code, and the scope of an opt-out that the person asked for. */
export interface EndCallConfig {
  prompt: string | null;
  disposition: string | null;
  optOut: string | null;
  /** Name of the exit that it is when the flow is walked inside another one. */
  exit: string | null;
}

/**
 * Ends the call, or leaves a flow that is walked inside another one; the opt-out goes first, so that it is recorded
 * whatever becomes of the goodbye.
 */
export const endCallStep: NodeStep<EndCallConfig> = {
  enter: (scene) => {
    const { prompt, disposition, optOut } = scene.config;
    const effects: CallEffect[] = optOut === null ? [] : [{ type: 'opt_out', scope: optOut }];
    const instructions = prompt === null ? [] : [scene.say(prompt)];
    if (scene.hasOutlet('exit')) return { kind: 'go', outlet: 'exit', effects, instructions };
    return { kind: 'end', disposition, effects: [...effects, { type: 'end', disposition }], instructions };
  },
};
