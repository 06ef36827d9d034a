import { expect, it } from '@jest/globals';
import { revokeUserSession } from '../../../api/endpoints/users/revoke-user-session.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addPerson, signIn } from '../harness/people.ts';

const world = useApiWorld();
const revoke = (accessToken: string, userId: string, sessionId: string) =>
  world()
    .http.delete(`/api/v1/users/${userId}/sessions/${sessionId}`)
    .set('Authorization', `Bearer ${accessToken}`);
const me = (accessToken: string) =>
  world().http.get('/api/v1/auth/me').set('Authorization', `Bearer ${accessToken}`);

describeEndpoint(revokeUserSession, world, {
  204: () => {
    it('ends one session at once and no other; again changes nothing', async () => {
      const { deps, ours } = world();
      const person = await addPerson(deps, ours.orgId, 'agent');
      const lost = await signIn(deps, ours.orgId, person.userId);
      await me(lost.accessToken).expect(200);
      await revoke(person.accessToken, person.userId, lost.sessionId).expect(204);
      expectProblem(await me(lost.accessToken), 401, 'auth.required');
      await me(person.accessToken).expect(200);
      await revoke(person.accessToken, person.userId, lost.sessionId).expect(204);
    });
  },
  404: () => {
    it('hides the sessions of others, and a session under another user', async () => {
      const { deps, ours } = world();
      const [one, other] = [
        await addPerson(deps, ours.orgId, 'agent'),
        await addPerson(deps, ours.orgId, 'agent'),
      ];
      const foreign = await revoke(one.accessToken, other.userId, other.sessionId);
      expectProblem(foreign, 404, 'user.not_found');
      const mixed = await revoke(one.accessToken, one.userId, other.sessionId);
      expectProblem(mixed, 404, 'session.not_found');
      await me(other.accessToken).expect(200);
      expect((await revoke(ours.tokens.admin, other.userId, other.sessionId)).status).toBe(204);
    });
  },
});
