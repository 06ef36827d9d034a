import { expect, it } from '@jest/globals';
import { listCallbacks } from '../../../api/endpoints/callbacks/list-callbacks.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { addCallback } from '../harness/callback-rows.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const list = (query = '') => call(world(), listCallbacks, { role: 'agent', query }).expect(200);
const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

describeEndpoint(listCallbacks, world, {
  200: () => {
    it('pages newest first, by state and by contact, ours only', async () => {
      const first = await addCallback(world(), world().ours);
      const second = await addCallback(world(), world().ours, 'canceled');
      await addCallback(world(), world().theirs);
      const page = await list('?limit=1');
      expect(idsOf(page.body)).toEqual([second]);
      const rest = await list(`?limit=1&cursor=${page.body.nextCursor}`);
      expect(idsOf(rest.body)).toEqual([first]);
      expect(rest.body.nextCursor).toBeNull();
      expect(idsOf((await list('?state=scheduled')).body)).toEqual([first]);
      const { contactId } = page.body.data[0];
      expect(idsOf((await list(`?contactId=${contactId}`)).body)).toEqual([second]);
    });
  },
});
