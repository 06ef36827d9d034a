import type { NodeStep } from './node-step.types.ts';

/** Arms with their weights. */
export interface AbSplitConfig {
  arms: { outlet: string; weight: number }[];
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A 32-bit hash of a text; not for secrets. Source: FNV-1a, draft-eastlake-fnv, with a final mix as in MurmurHash3. */
export function hashText(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Takes the arm of the person called: the same in every call and on every visit, by weight over many persons. */
export const abSplitStep: NodeStep<AbSplitConfig> = {
  enter: ({ config, splitKey, nodeId }) => {
    const total = config.arms.reduce((sum, { weight }) => sum + weight, 0);
    let left = hashText(`${nodeId}:${splitKey}`) % total;
    for (const { outlet, weight } of config.arms) {
      if (left < weight) return { kind: 'go', outlet };
      left -= weight;
    }
    return { kind: 'fail', code: 'ivr_flow.no_branch', message: 'The split has no arm.' };
  },
};
