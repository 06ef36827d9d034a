import { expect, it } from '@jest/globals';
import { getMe } from '../../../api/endpoints/auth/get-me.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(getMe, world, {
  200: () => {
    it('names the person and the organization', async () => {
      const { ours } = world();
      const { body } = await call(world(), getMe, { role: 'admin' }).expect(200);
      expect(body).toMatchObject({
        email: ours.adminEmail,
        role: 'admin',
        organization: { id: ours.orgId, ref: ours.ref },
      });
    });
  },
  401: () => {
    it('refuses who was closed after the token was given', async () => {
      const { theirs, inOrg } = world();
      await inOrg(theirs.orgId, (tx) => tx.query('UPDATE "user" SET disabled_at = clock_timestamp()'));
      expectProblem(await call(world(), getMe, { role: 'admin', org: theirs }), 401, 'auth.required');
    });
  },
});
