import { inAccessWorld } from '../access/access-world.ts';
import { checkWebhooks } from '../access/check-webhooks.ts';
import type { Proof } from '../proof.types.ts';
import { createRandom } from '../random.ts';

/** The same in both lanes: they take seconds. */
const COUNTS = { forged: 10_000, genuine: 2_000 };

/**
 * Webhooks that no carrier of ours has signed, in every way that we know of to make one, and genuine ones, signed by
 * the unmodified library.
 */
export const forgedWebhooksProof: Proof = {
  name: 'forged-webhooks',
  goal: '0 of 10,000 forged accepted, nothing changed; 0 of 2,000 genuine refused',
  run: ({ seed, say }) =>
    inAccessWorld(
      async (world) => {
        const report = await checkWebhooks(world, createRandom(seed), COUNTS);
        const { accepted, refused, isUnchanged } = report;
        for (const fault of [...new Set([...accepted, ...refused])].slice(0, 20)) say(fault);
        return {
          n: COUNTS.forged + COUNTS.genuine,
          result: `${accepted.length} forged accepted, ${isUnchanged ? 'nothing' : 'SOMETHING'} changed, ${refused.length} genuine refused`,
          met: accepted.length + refused.length === 0 && isUnchanged,
        };
      },
      { temporal: true },
    ),
};
