import { describe, expect, it } from '@jest/globals';
import { checkTokens } from '../../../tools/prove/access/check-tokens.ts';
import { TOKEN_ATTACKS } from '../../../tools/prove/access/token-attacks.ts';
import { createRandom } from '../../../tools/prove/random.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';

const world = useApiWorld({ parts: { requestLimit: { requests: 1_000_000, windowSeconds: 60 } } });

// `npm run prove -- --only tokens` runs 1,000 races and 500 attacks.
describe('tokens', () => {
  it('have one successor in every race', async () => {
    const { raceFaults } = await checkTokens(world(), createRandom(1), { races: 25, attacks: 0 });
    expect(raceFaults).toEqual([]);
  }, 60_000);

  it('that are bad let nobody in, in any way that is known', async () => {
    const attacks = 5 * Object.keys(TOKEN_ATTACKS).length;
    const { accepted } = await checkTokens(world(), createRandom(2), { races: 0, attacks });
    expect(accepted).toEqual([]);
  }, 60_000);

  it('would be found good if the gate were open', async () => {
    const { deps, http } = world();
    const { createApp } = await import('../../../api/app.ts');
    const { Registry } = await import('prom-client');
    const { default: supertest } = await import('supertest');
    const gate: typeof deps.gate = {
      ...deps.gate,
      person: async (bearer) => ({ ...bearer, apiKeyId: null, scopes: null }),
    };
    const open = supertest(createApp({ ...deps, gate, metrics: new Registry() }));
    expect(http).not.toBe(open);
    const attacks = 3 * Object.keys(TOKEN_ATTACKS).length;
    const { accepted } = await checkTokens({ ...world(), http: open }, createRandom(3), {
      races: 0,
      attacks,
    });
    expect(new Set(accepted)).toContain('access token of a revoked session');
  }, 60_000);
});
