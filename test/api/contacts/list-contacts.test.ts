import { expect, it } from '@jest/globals';
import { listContacts } from '../../../api/endpoints/contacts/list-contacts.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addContact, addList, nextNumber } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(listContacts, world, {
  200: () => {
    it('finds by list and by number', async () => {
      const { ours, theirs } = world();
      const number = nextNumber();
      const id = await addContact(world(), ours, number);
      await addContact(world(), theirs, number);
      await addContact(world(), ours);
      const listId = await addList(world(), ours, [id]);
      for (const query of [`?phone=${encodeURIComponent(number)}`, `?listId=${listId}`]) {
        const { body } = await call(world(), listContacts, { role: 'agent', query }).expect(200);
        expect(body.data).toEqual([expect.objectContaining({ id, phone: number, firstName: 'Ada' })]);
      }
    });

    it('refuses what no text can hold', async () => {
      for (const externalId of ['%00', 'a%00b']) {
        const query = `?externalId=${externalId}`;
        const { body } = await call(world(), listContacts, { role: 'agent', query }).expect(422);
        expect(body.errors[0].pointer).toBe('/query/externalId');
      }
    });

    it('refuses a page of nothing', async () => {
      const { body } = await call(world(), listContacts, { role: 'agent', query: '?limit=0' }).expect(422);
      expect(body.errors[0].pointer).toBe('/query/limit');
    });
  },
});
