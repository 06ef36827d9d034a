import { expect, it } from '@jest/globals';
import { closeOrganization } from '../../../api/endpoints/organizations/close-organization.endpoint.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(closeOrganization, world, {
  204: () => {
    it('lets nobody in any more, by no way, and deletes nothing', async () => {
      const { theirs, http, inOrg } = world();
      const { admin } = theirs.people;
      const me = (token: string) => http.get('/api/v1/users').set('Authorization', `Bearer ${token}`);
      await me(theirs.apiKey).expect(200);
      const close = () => call(world(), closeOrganization, { role: 'admin', id: theirs.orgId });
      await close().expect(204);
      await close().expect(204);
      for (const token of [admin.accessToken, theirs.apiKey])
        expectProblem(await me(token), 401, 'auth.required');
      const login = { email: theirs.adminEmail, password: ADMIN_PASSWORD };
      expectProblem(await http.post('/api/v1/auth/login').send(login), 401, 'auth.bad_credentials');
      const refresh = await http.post('/api/v1/auth/refresh').send({ refreshToken: admin.refreshToken });
      expectProblem(refresh, 401, 'auth.refresh_refused');
      const { rows } = await inOrg(theirs.orgId, (tx) => tx.query('SELECT count(*) AS users FROM "user"'));
      expect(rows).toEqual([{ users: 3 }]);
    });
  },
});
