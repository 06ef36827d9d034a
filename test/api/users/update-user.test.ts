import { expect, it } from '@jest/globals';
import { getMe } from '../../../api/endpoints/auth/get-me.endpoint.ts';
import { inviteUser } from '../../../api/endpoints/users/invite-user.endpoint.ts';
import { updateUser } from '../../../api/endpoints/users/update-user.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addPerson } from '../harness/people.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const update = (id: string, body: object) => call(world(), updateUser, { role: 'admin', id }).send(body);
const newPerson = () => addPerson(world().deps, world().ours.orgId, 'agent');
const me = (accessToken: string) => call(world(), getMe).set('Authorization', `Bearer ${accessToken}`);

describeEndpoint(updateUser, world, {
  200: () => {
    it('changes what is named; a new role holds at once', async () => {
      const person = await newPerson();
      const renamed = await update(person.userId, { displayName: 'Grace' }).expect(200);
      expect(renamed.body).toMatchObject({ displayName: 'Grace', role: 'agent', state: 'active' });
      await me(person.accessToken).expect(200);
      const { body } = await update(person.userId, { role: 'supervisor' }).expect(200);
      expect(body).toMatchObject({ displayName: 'Grace', role: 'supervisor' });
      expectProblem(await me(person.accessToken), 401, 'auth.required');
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query(`SELECT detail FROM audit_entry WHERE action = 'user.updated' ORDER BY seq DESC LIMIT 1`),
      );
      expect(rows[0]?.detail.role).toEqual(['agent', 'supervisor']);
    });

    it('closes an account, and opens it again without its sessions', async () => {
      const person = await newPerson();
      await update(person.userId, { isDisabled: true }).expect(200);
      expectProblem(await me(person.accessToken), 401, 'auth.required');
      const { body } = await update(person.userId, { isDisabled: false }).expect(200);
      expect(body.state).toBe('active');
      expectProblem(await me(person.accessToken), 401, 'auth.required');
    });
  },
  409: () => {
    it('keeps the last admin, also when two go at once', async () => {
      const { ours, deps } = world();
      for (const body of [{ role: 'agent' }, { isDisabled: true }])
        expectProblem(await update(ours.adminId, body), 409, 'user.last_admin');
      const second = await addPerson(deps, ours.orgId, 'admin');
      const asSecond = call(world(), updateUser, { id: ours.adminId })
        .set('Authorization', `Bearer ${second.accessToken}`)
        .send({ role: 'agent' });
      const answers = await Promise.all([update(second.userId, { role: 'agent' }), asSecond]);
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      // The one that came second finds the other gone, or its own asker's role.
      expect(statuses[0]).toBe(200);
      expect([401, 403, 409]).toContain(statuses[1]);
      const { rows } = await world().inOrg(ours.orgId, (tx) =>
        tx.query(`SELECT count(*) AS admins FROM "user" WHERE role = 'admin' AND disabled_at IS NULL`),
      );
      expect(rows).toEqual([{ admins: 1 }]);
      await world().inOrg(ours.orgId, (tx) =>
        tx.query(`UPDATE "user" SET role = 'admin' WHERE id = $1`, [ours.adminId]),
      );
      deps.gate.forget();
    });

    it('does not change an invitation', async () => {
      const body = { email: 'ivy@example.test', role: 'agent' };
      const invited = await call(world(), inviteUser, { role: 'admin' }).send(body).expect(201);
      expectProblem(await update(invited.body.id, { role: 'admin' }), 409, 'user.invited');
    });
  },
});
