import { it } from '@jest/globals';
import { getMe } from '../../../api/endpoints/auth/get-me.endpoint.ts';
import { logout } from '../../../api/endpoints/auth/logout.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addPerson } from '../harness/people.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(logout, world, {
  204: () => {
    it('ends the session at once: its access token, its refresh token, nothing else', async () => {
      const { deps, ours, http } = world();
      const person = await addPerson(deps, ours.orgId, 'agent');
      const as = (token: string) => ({ Authorization: `Bearer ${token}` });
      await call(world(), getMe).set(as(person.accessToken)).expect(200);
      await call(world(), logout).set(as(person.accessToken)).expect(204);
      expectProblem(await call(world(), getMe).set(as(person.accessToken)), 401, 'auth.required');
      const refused = await http.post('/api/v1/auth/refresh').send({ refreshToken: person.refreshToken });
      expectProblem(refused, 401, 'auth.refresh_refused');
      await call(world(), getMe, { role: 'agent' }).expect(200);
    });
  },
  401: () => {
    it('refuses a session that has ended', async () => {
      const { deps, ours } = world();
      const { accessToken } = await addPerson(deps, ours.orgId, 'agent');
      const once = () => call(world(), logout).set('Authorization', `Bearer ${accessToken}`);
      await once().expect(204);
      expectProblem(await once(), 401, 'auth.required');
    });
  },
  403: () => {
    it('is for people, not for API keys', async () => {
      const answer = await call(world(), logout).set('Authorization', `Bearer ${world().ours.apiKey}`);
      expectProblem(answer, 403, 'auth.forbidden');
    });
  },
});
