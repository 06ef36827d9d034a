import { describe, expect, it } from '@jest/globals';
import { FRIENDLY_ORIGIN } from './harness/api-world.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';

const world = useApiWorld();
const PATH = '/api/v1/campaigns';

describe('pages of other origins', () => {
  it('may call when they are on the list, and read our headers', async () => {
    const { http, ours } = world();
    const asked = await http
      .options(PATH)
      .set({ origin: FRIENDLY_ORIGIN, 'access-control-request-method': 'POST' });
    expect(asked.status).toBe(204);
    expect(asked.headers['access-control-allow-origin']).toBe(FRIENDLY_ORIGIN);
    const answered = await http
      .get(PATH)
      .set({ origin: FRIENDLY_ORIGIN, authorization: `Bearer ${ours.tokens.agent}` });
    expect(answered.status).toBe(200);
    expect(answered.headers['access-control-expose-headers']).toContain('X-Request-Id');
    expect(answered.headers.vary).toContain('Origin');
  });

  it.each(['https://evil.example.test', `${FRIENDLY_ORIGIN}.evil.test`, 'null'])(
    'are told nothing when they are not: %s',
    async (origin) => {
      const asked = await world().http.options(PATH).set({ origin, 'access-control-request-method': 'POST' });
      expect(asked.headers['access-control-allow-origin']).toBeUndefined();
      const answered = await world().http.get(PATH).set({ origin });
      expect(answered.headers['access-control-allow-origin']).toBeUndefined();
    },
  );
});
