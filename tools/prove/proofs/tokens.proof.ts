import { inAccessWorld } from '../access/access-world.ts';
import { checkTokens } from '../access/check-tokens.ts';
import type { Proof } from '../proof.types.ts';
import { createRandom } from '../random.ts';

/** 1,000 races and 500 attacks in both lanes: they take minutes, not hours. */
const COUNTS = { races: 1_000, attacks: 500 };

/** Refresh tokens raced against themselves, and tokens reused, expired, forged and signed by somebody else. */
export const tokensProof: Proof = {
  name: 'tokens',
  goal: 'exactly one successor in 1,000 races; 0 of 500 bad tokens accepted, family revoked',
  run: ({ seed, say }) =>
    inAccessWorld(async (world) => {
      const report = await checkTokens(world, createRandom(seed), COUNTS);
      const { raceFaults, accepted } = report;
      for (const fault of new Set([...raceFaults, ...accepted])) say(fault);
      return {
        n: COUNTS.races + COUNTS.attacks,
        result: `${COUNTS.races - raceFaults.length} races with one successor, ${accepted.length} bad tokens accepted`,
        met: raceFaults.length + accepted.length === 0,
      };
    }),
};
