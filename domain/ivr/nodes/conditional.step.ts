import { type Condition, holds } from '../condition.ts';
import type { NodeMove, NodeStep } from './node-step.types.ts';

/** Branches in order; the first that holds is taken. `when` null always holds. */
export interface ConditionalConfig {
  branches: { outlet: string; when: Condition | null }[];
}

/** Takes the first branch that holds; none is a coded failure, never a silent way through. */
export const conditionalStep: NodeStep<ConditionalConfig> = {
  enter: (scene): NodeMove => {
    const facts = { read: scene.read, openCalendars: scene.facts.openCalendars ?? [] };
    const branch = scene.config.branches.find(({ when }) => when === null || holds(when, facts));
    if (branch) return { kind: 'go', outlet: branch.outlet };
    return { kind: 'fail', code: 'ivr_flow.no_branch', message: 'No branch of the condition holds.' };
  },
};
