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
      expect(mails.at(-1)).toMatchObject({ to: adminEmail, subject: 'Pozvánka do organizace Hillside' });
      const invitationToken = /#token=([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1];
      const taken = await http
        .post('/api/v1/auth/register')
        .send({ invitationToken, password: ADMIN_PASSWORD, displayName: 'First' })
        .expect(201);
      const me = await http.get('/api/v1/auth/me').set('Authorization', `Bearer ${taken.body.accessToken}`);
      expect(me.body).toMatchObject({ role: 'admin', organization: { id: body.id } });
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
