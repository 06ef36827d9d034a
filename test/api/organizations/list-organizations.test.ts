import { expect, it } from '@jest/globals';
import { listOrganizations } from '../../../api/endpoints/organizations/list-organizations.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(listOrganizations, world, {
  200: () => {
    it('pages through every organization, and tells nothing of what they do', async () => {
      const { ours, theirs } = world();
      const first = await call(world(), listOrganizations, { role: 'admin', query: '?limit=1' }).expect(200);
      expect(first.body.data).toEqual([
        {
          id: ours.orgId,
          ref: ours.ref,
          name: 'Organization 1',
          closedAt: null,
          createdAt: expect.any(String),
        },
      ]);
      const query = `?limit=1&cursor=${first.body.nextCursor}`;
      const second = await call(world(), listOrganizations, { role: 'admin', query }).expect(200);
      expect(second.body).toMatchObject({ data: [{ id: theirs.orgId }], nextCursor: null });
      const newest = '?sort=-createdAt&fields=ref';
      const turned = await call(world(), listOrganizations, { role: 'admin', query: newest }).expect(200);
      expect(turned.body.data).toEqual([{ ref: theirs.ref }, { ref: ours.ref }]);
    });
  },
});
