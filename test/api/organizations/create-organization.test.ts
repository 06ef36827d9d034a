import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createOrganization } from '../../../api/endpoints/organizations/create-organization.endpoint.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const create = (body: object) => call(world(), createOrganization, { role: 'admin' }).send(body);

describeEndpoint(createOrganization, world, {
  201: () => {
    it('invites the first admin, who then has it', async () => {
      const { deps, mails, http } = world();
      const adminEmail = 'first@example.test';
      const { body, headers } = await create({
        name: 'Hillside',
        ref: 'hillside',
        adminEmail,
        language: 'cs',
      });
      expect(headers.location).toBe(`/api/v1/organizations/${body.id}`);
      expect(body).toMatchObject({ ref: 'hillside', name: 'Hillside', closedAt: null });
      await deps.background.settled();
      expect(mails.at(-1)).toMatchObject({ to: adminEmail, subject: 'Pozvánka do Evercallu' });
      expect(mails.at(-1)?.text).toContain('„Hillside“');
      const invitationToken = /#token=([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1];
      const taken = await http
        .post('/api/v1/auth/register')
        .send({ invitationToken, password: ADMIN_PASSWORD, displayName: 'First' })
        .expect(201);
      const me = await http.get('/api/v1/auth/me').set('Authorization', `Bearer ${taken.body.accessToken}`);
      expect(me.body).toMatchObject({ role: 'admin', organization: { id: body.id } });
    });

    it('makes one organization and sends one mail, however often it is asked under a key', async () => {
      const { deps, mails, pool } = world();
      const key = randomUUID();
      const body = { name: 'Once', adminEmail: 'once@example.test' };
      const ask = (other: object = {}) => create({ ...body, ...other }).set('Idempotency-Key', key);
      const first = await ask().expect(201);
      const again = await ask().expect(201);
      expect(again.body).toEqual(first.body);
      expect(again.headers).toMatchObject({
        'idempotent-replayed': 'true',
        location: first.headers.location,
      });
      expectProblem(await ask({ name: 'Twice' }), 422, 'idempotency.other_body');
      await deps.background.settled();
      expect(mails.filter(({ to }) => to === body.adminEmail)).toHaveLength(1);
      const { rows } = await pool.query('SELECT name FROM list_organizations(NULL, 100)');
      expect(rows.filter(({ name }) => name === 'Once' || name === 'Twice')).toEqual([{ name: 'Once' }]);
    });

    it('of two at once under a key makes one, and keeps nothing of one that failed', async () => {
      const key = randomUUID();
      const ask = (ref: string) =>
        create({ name: 'Raced', ref, adminEmail: 'a@example.test' }).set('Idempotency-Key', key);
      expectProblem(await ask(world().ours.ref), 409, 'organization.ref_taken');
      const answers = await Promise.all([ask('raced'), ask('raced')]);
      const codes = answers.map(({ body, status }) => body.code ?? status);
      expect(codes).toContain(201);
      expect(codes.filter((code) => code !== 201 && code !== 'idempotency.in_flight')).toEqual([]);
    });

    it('forgets a key after a day', async () => {
      const { pool } = world();
      const key = randomUUID();
      const ask = () =>
        create({ name: 'Later', adminEmail: 'a@example.test' }).set('Idempotency-Key', key).expect(201);
      const first = await ask();
      await pool.query(
        `UPDATE operator_idempotency_key SET created_at = created_at - interval '25 hours' WHERE key = $1`,
        [key],
      );
      expect((await ask()).body.id).not.toBe(first.body.id);
    });

    it('is written into the chain of the new organization as the operator’s deed', async () => {
      const { body } = await create({ name: 'Audited', adminEmail: 'a@example.test' }).expect(201);
      const { rows } = await world().inOrg(body.id, (tx) =>
        tx.query('SELECT actor_kind, action FROM audit_entry'),
      );
      expect(rows).toEqual([{ actor_kind: 'operator', action: 'organization.created' }]);
    });
  },
  409: () => {
    it('has each reference once', async () => {
      const answer = await create({ name: 'Copy', ref: world().ours.ref, adminEmail: 'a@example.test' });
      expectProblem(answer, 409, 'organization.ref_taken');
    });
  },
});
