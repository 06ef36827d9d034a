import { expect, it } from '@jest/globals';
import { getOrganization } from '../../../api/endpoints/organizations/get-organization.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(getOrganization, world, {
  200: () => {
    it('shows one to an operator', async () => {
      const { theirs } = world();
      const { body } = await call(world(), getOrganization, { role: 'admin', id: theirs.orgId }).expect(200);
      expect(body).toMatchObject({ id: theirs.orgId, ref: theirs.ref, closedAt: null });
    });
  },
});
