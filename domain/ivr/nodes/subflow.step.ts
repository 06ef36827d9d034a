import type { NodeStep } from './node-step.types.ts';

/** Nothing is left of it at run time: the nodes of the other flow stand in the graph. */
export type SubflowConfig = Record<string, never>;

/** Leads into the other flow, whose exits lead on from there. */
export const subflowStep: NodeStep<SubflowConfig> = { enter: () => ({ kind: 'go', outlet: 'enter' }) };
