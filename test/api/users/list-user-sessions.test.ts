import { expect, it } from '@jest/globals';
import { listUserSessions } from '../../../api/endpoints/users/list-user-sessions.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addPerson, signIn } from '../harness/people.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(listUserSessions, world, {
  200: () => {
    it('shows people their own sessions, the one that asks marked, and no ended one', async () => {
      const { deps, ours, inOrg } = world();
      const person = await addPerson(deps, ours.orgId, 'agent');
      const [web, ended] = [
        await signIn(deps, ours.orgId, person.userId, 'web'),
        await signIn(deps, ours.orgId, person.userId),
      ];
      await inOrg(ours.orgId, (tx) =>
        tx.query('UPDATE user_session SET revoked_at = clock_timestamp() WHERE id = $1', [ended.sessionId]),
      );
      const { body } = await call(world(), listUserSessions, { id: person.userId })
        .set('Authorization', `Bearer ${person.accessToken}`)
        .expect(200);
      expect(body.data).toMatchObject([
        { id: web.sessionId, kind: 'web', isCurrent: false, address: '192.0.2.1', userAgent: 'test' },
        { id: person.sessionId, kind: 'api', isCurrent: true },
      ]);
    });

    it('shows an admin everybody’s', async () => {
      const { ours } = world();
      const { body } = await call(world(), listUserSessions, {
        role: 'admin',
        id: ours.people.agent.userId,
      }).expect(200);
      expect(body.data).toHaveLength(1);
    });
  },
  404: () => {
    it('hides the sessions of others from who is no admin', async () => {
      const id = world().ours.adminId;
      expectProblem(await call(world(), listUserSessions, { role: 'supervisor', id }), 404, 'user.not_found');
    });
  },
});
