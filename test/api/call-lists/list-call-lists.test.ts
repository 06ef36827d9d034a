import { expect, it } from '@jest/globals';
import { listCallLists } from '../../../api/endpoints/call-lists/list-call-lists.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addContact, addList } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(listCallLists, world, {
  200: () => {
    it('counts the contacts of each list', async () => {
      const { ours, theirs } = world();
      const id = await addList(world(), ours, [
        await addContact(world(), ours),
        await addContact(world(), ours),
      ]);
      await addList(world(), theirs);
      const { body } = await call(world(), listCallLists, { role: 'agent' }).expect(200);
      expect(body.data).toEqual([expect.objectContaining({ id, contacts: 2 })]);
    });
  },
});
