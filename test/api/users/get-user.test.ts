import { expect, it } from '@jest/globals';
import { getUser } from '../../../api/endpoints/users/get-user.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(getUser, world, {
  200: () => {
    it('shows a user without what is secret', async () => {
      const { ours } = world();
      const { body } = await call(world(), getUser, { role: 'supervisor', id: ours.adminId }).expect(200);
      expect(body).toEqual({
        id: ours.adminId,
        email: ours.adminEmail,
        displayName: 'Administrator',
        role: 'admin',
        state: 'active',
        lastLoginAt: expect.any(String),
        invitationExpiresAt: null,
        createdAt: expect.any(String),
      });
    });
  },
});
