import { expect, it } from '@jest/globals';
import { listUsers } from '../../../api/endpoints/users/list-users.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(listUsers, world, {
  200: () => {
    it('pages through people and open invitations, newest first, and filters them', async () => {
      const { ours, http } = world();
      const token = `Bearer ${ours.tokens.admin}`;
      const invite = (email: string) =>
        http.post('/api/v1/users').set('Authorization', token).send({ email, role: 'agent' }).expect(201);
      await invite('ivy@example.test');
      const list = (query: string) => call(world(), listUsers, { role: 'supervisor', query }).expect(200);
      const first = await list('?limit=3');
      expect(first.body.data.map(({ state }: { state: string }) => state)).toEqual([
        'invited',
        'active',
        'active',
      ]);
      const second = await list(`?limit=3&cursor=${first.body.nextCursor}`);
      expect(second.body).toMatchObject({
        data: [{ email: ours.adminEmail, role: 'admin' }],
        nextCursor: null,
      });
      const admins = await list('?role=admin');
      expect(admins.body.data).toHaveLength(1);
      const invited = await list('?state=invited');
      expect(invited.body.data).toMatchObject([{ email: 'ivy@example.test', displayName: null }]);
      expect(invited.text).not.toMatch(/hash|token/i);
    });
  },
});
