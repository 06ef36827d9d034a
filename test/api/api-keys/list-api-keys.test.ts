import { expect, it } from '@jest/globals';
import { listApiKeys } from '../../../api/endpoints/api-keys/list-api-keys.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { addApiKey } from '../harness/people.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(listApiKeys, world, {
  200: () => {
    it('pages through the keys without their secrets', async () => {
      const { deps, ours } = world();
      const made = await addApiKey(deps, ours.orgId, { role: 'agent', scopes: ['calls:read'] });
      const first = await call(world(), listApiKeys, { role: 'admin', query: '?limit=1' }).expect(200);
      expect(first.body.data).toEqual([
        {
          id: made.id,
          name: 'test',
          prefix: made.key.slice(0, 12),
          role: 'agent',
          scopes: ['calls:read'],
          expiresAt: null,
          lastUsedAt: null,
          revokedAt: null,
          createdAt: expect.any(String),
        },
      ]);
      const query = `?limit=1&cursor=${first.body.nextCursor}`;
      const second = await call(world(), listApiKeys, { role: 'admin', query }).expect(200);
      expect(second.body.nextCursor).toBeNull();
      expect(first.text + second.text).not.toContain(made.key);
    });
  },
});
