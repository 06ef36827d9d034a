import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Registry } from 'prom-client';
import supertest from 'supertest';
import { createApp } from '../../../api/app.ts';
import type { ApiDeps } from '../../../api/deps.ts';
import type { Role } from '../../../contracts/auth.schema.ts';
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
  }, 120_000);

  it('that are bad let nobody in, in any way that is known', async () => {
    const attacks = 5 * Object.keys(TOKEN_ATTACKS).length;
    const { accepted } = await checkTokens(world(), createRandom(2), { races: 0, attacks });
    expect(accepted).toEqual([]);
  }, 120_000);

  it('would be found good if the gate were open', async () => {
    const { deps } = world();
    const gate: ApiDeps['gate'] = {
      ...deps.gate,
      person: async (bearer) => ({ ...bearer, apiKeyId: null, scopes: null }),
    };
    expect(await lettingIn({ gate })).toContain('access token of a revoked session');
  }, 120_000);

  it('would be found good if nobody looked at signatures', async () => {
    const tokens: ApiDeps['tokens'] = {
      ...world().deps.tokens,
      verify: async (token) => {
        const { sub, org, role, sid, ver } = decodeJwt<{ org: string; role: Role; sid: string; ver: number }>(
          token,
        );
        return { kind: 'user', userId: sub ?? '', orgId: org, role, sessionId: sid, tokenVersion: ver };
      },
    };
    const kinds = await lettingIn({ tokens });
    for (const kind of [
      'alg none',
      'public key taken for a secret',
      'kid of the forger',
      'kid that is known, signed with another key',
      'key brought along',
      'expired access token',
    ])
      expect(kinds).toContain(kind);
  }, 120_000);
});

/** The kinds of attack that come in where a guard is gone. */
async function lettingIn(guards: Partial<ApiDeps>): Promise<Set<string>> {
  const { deps } = world();
  const http = supertest(createApp({ ...deps, ...guards, metrics: new Registry() }));
  const attacks = 3 * Object.keys(TOKEN_ATTACKS).length;
  const { accepted } = await checkTokens({ ...world(), http }, createRandom(3), { races: 0, attacks });
  return new Set(accepted);
}
