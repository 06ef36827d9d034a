import { expect, it } from '@jest/globals';
import { getContact } from '../../../api/endpoints/contacts/get-contact.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addContact } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(getContact, world, {
  200: () => {
    it('shows a contact', async () => {
      const id = await addContact(world(), world().ours, '+12125550188');
      const { body } = await call(world(), getContact, { id, role: 'agent' }).expect(200);
      expect(body).toMatchObject({
        id,
        phone: '+12125550188',
        country: 'US',
        source: 'test',
        attributes: {},
      });
    });

    it('shows no number once the person is erased', async () => {
      const id = await addContact(world(), world().ours);
      await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('DELETE FROM contact_pii WHERE contact_id = $1', [id]),
      );
      const { body } = await call(world(), getContact, { id, role: 'agent' }).expect(200);
      expect(body).toMatchObject({ phone: null, firstName: null });
    });
  },
});
