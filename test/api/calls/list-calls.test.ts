import { expect, it } from '@jest/globals';
import { listCalls } from '../../../api/endpoints/calls/list-calls.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addAttempt } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(listCalls, world, {
  200: () => {
    it('pages through ours, newest first, and never shows theirs', async () => {
      const { ours, theirs } = world();
      const made: string[] = [];
      for (let count = 0; count < 3; count += 1)
        made.push((await addAttempt(world(), ours, 'dialing')).attemptId);
      await addAttempt(world(), theirs, 'dialing');
      const first = await call(world(), listCalls, { role: 'agent', query: '?limit=2' }).expect(200);
      const next = `?limit=2&cursor=${first.body.nextCursor}`;
      const second = await call(world(), listCalls, { role: 'agent', query: next }).expect(200);
      const ids = [...first.body.data, ...second.body.data].map((one: { id: string }) => one.id);
      expect(ids).toEqual(made.toReversed());
      expect(second.body.nextCursor).toBeNull();
    });

    it('filters by status, direction, contact, outcome and time', async () => {
      const { contactId } = await addAttempt(world(), world().ours, 'dialing');
      const count = async (query: string) =>
        (await call(world(), listCalls, { role: 'agent', query }).expect(200)).body.data.length;
      expect(await count(`?contactId=${contactId}`)).toBe(1);
      expect(await count(`?contactId=${contactId}&status=initiated&direction=outbound`)).toBe(1);
      expect(await count(`?contactId=${contactId}&status=completed`)).toBe(0);
      expect(await count(`?contactId=${contactId}&direction=inbound`)).toBe(0);
      expect(await count(`?contactId=${contactId}&outcome=busy`)).toBe(0);
      const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
      expect(await count(`?contactId=${contactId}&from=${hourAgo}`)).toBe(1);
      expect(await count(`?contactId=${contactId}&to=${hourAgo}`)).toBe(0);
    });
  },
});
