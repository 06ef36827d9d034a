import { expect, it } from '@jest/globals';
import { updateOrganization } from '../../../api/endpoints/organizations/update-organization.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const update = (body: object) =>
  call(world(), updateOrganization, { role: 'admin', id: world().theirs.orgId }).send(body);

describeEndpoint(updateOrganization, world, {
  200: () => {
    it('renames one and no other', async () => {
      const { body } = await update({ name: 'Renamed' }).expect(200);
      expect(body).toMatchObject({ name: 'Renamed', closedAt: null });
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('SELECT name FROM organization'),
      );
      expect(rows).toEqual([{ name: 'Organization 1' }]);
    });

    it('closes and opens one; its people keep their sessions', async () => {
      const { theirs, http } = world();
      const me = () => http.get('/api/v1/auth/me').set('Authorization', `Bearer ${theirs.tokens.agent}`);
      await me().expect(200);
      const { body } = await update({ isClosed: true }).expect(200);
      expect(body.closedAt).not.toBeNull();
      await me().expect(401);
      await update({ isClosed: false }).expect(200);
      await me().expect(200);
    });
  },
});
