import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { inviteUser } from '../../../api/endpoints/users/invite-user.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const invite = (email: string, role = 'agent') =>
  call(world(), inviteUser, { role: 'admin' }).send({ email, role });

describeEndpoint(inviteUser, world, {
  201: () => {
    it('mails a link, and stores only its hash', async () => {
      const { deps, mails, inOrg, ours } = world();
      const { body, headers } = await invite('ivy@example.test', 'supervisor').expect(201);
      expect(headers.location).toBe(`/api/v1/users/${body.id}`);
      expect(body).toMatchObject({ email: 'ivy@example.test', role: 'supervisor', state: 'invited' });
      await deps.background.settled();
      expect(mails.at(-1)).toMatchObject({ to: 'ivy@example.test', subject: 'Invitation to Evercall' });
      const token = /#token=([\w-]{43})/.exec(mails.at(-1)?.text ?? '')?.[1] ?? 'none';
      const { rows } = await inOrg(ours.orgId, (tx) => tx.query('SELECT t::text AS text FROM invitation t'));
      expect(rows[0].text).not.toContain(token);
    });

    it('replaces an open invitation of the same address', async () => {
      const first = await invite('again@example.test').expect(201);
      const second = await invite('Again@example.test', 'admin').expect(201);
      const { ours, http } = world();
      const get = (id: string) =>
        http.get(`/api/v1/users/${id}`).set('Authorization', `Bearer ${ours.tokens.admin}`);
      await get(first.body.id).expect(404);
      expect((await get(second.body.id).expect(200)).body.role).toBe('admin');
    });

    it('mails once for one Idempotency-Key', async () => {
      const { deps, mails } = world();
      const key = randomUUID();
      const first = await invite('once@example.test').set('Idempotency-Key', key).expect(201);
      const again = await invite('once@example.test').set('Idempotency-Key', key).expect(201);
      expect(again.body.id).toBe(first.body.id);
      await deps.background.settled();
      expect(mails.filter(({ to }) => to === 'once@example.test')).toHaveLength(1);
    });
  },
  409: () => {
    it('knows who is a user of the organization already', async () => {
      expectProblem(await invite(world().ours.adminEmail.toUpperCase()), 409, 'user.exists');
      // Somebody of another organization is nobody here.
      await invite(world().theirs.adminEmail).expect(201);
    });
  },
});
