import { expect, it } from '@jest/globals';
import { getMe } from '../../../api/endpoints/auth/get-me.endpoint.ts';
import { deactivateUser } from '../../../api/endpoints/users/deactivate-user.endpoint.ts';
import { inviteUser } from '../../../api/endpoints/users/invite-user.endpoint.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addPerson } from '../harness/people.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const deactivate = (id: string) => call(world(), deactivateUser, { role: 'admin', id });

describeEndpoint(deactivateUser, world, {
  204: () => {
    it('closes the account and ends its sessions at once; again changes nothing', async () => {
      const { deps, ours, http } = world();
      const person = await addPerson(deps, ours.orgId, 'agent');
      await deactivate(person.userId).expect(204);
      const me = await call(world(), getMe).set('Authorization', `Bearer ${person.accessToken}`);
      expectProblem(me, 401, 'auth.required');
      const login = { email: person.email, password: ADMIN_PASSWORD };
      expectProblem(await http.post('/api/v1/auth/login').send(login), 401, 'auth.bad_credentials');
      await deactivate(person.userId).expect(204);
    });

    it('takes an invitation back', async () => {
      const body = { email: 'ivy@example.test', role: 'agent' };
      const invited = await call(world(), inviteUser, { role: 'admin' }).send(body).expect(201);
      await deactivate(invited.body.id).expect(204);
      expectProblem(await deactivate(invited.body.id), 404, 'user.not_found');
    });
  },
  409: () => {
    it('keeps the last admin', async () => {
      expectProblem(await deactivate(world().ours.adminId), 409, 'user.last_admin');
      expect((await call(world(), getMe, { role: 'admin' })).status).toBe(200);
    });
  },
});
