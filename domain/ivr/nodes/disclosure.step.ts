import type { NodeStep } from './node-step.types.ts';

/** A notice that the call is recorded or that a machine speaks. */
export interface DisclosureConfig {
  kind: 'recording' | 'ai';
  prompt: string;
}

/** Speaks the notice and reports that it was given; what must come after it is proven by the compiler. */
export const disclosureStep: NodeStep<DisclosureConfig> = {
  enter: (scene) => ({
    kind: 'go',
    outlet: 'next',
    instructions: [scene.say(scene.config.prompt)],
    effects: [{ type: 'notice_given', kind: scene.config.kind }],
  }),
};
