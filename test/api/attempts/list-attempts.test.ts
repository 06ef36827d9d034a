import { expect, it } from '@jest/globals';
import { listAttempts } from '../../../api/endpoints/attempts/list-attempts.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addAttempt } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(listAttempts, world, {
  200: () => {
    it('finds what waits for a person', async () => {
      const { attemptId, contactId } = await addAttempt(world(), world().ours, 'review');
      await addAttempt(world(), world().ours, 'placed', 'CA-placed');
      const { body } = await call(world(), listAttempts, {
        role: 'supervisor',
        query: '?state=review',
      }).expect(200);
      expect(body.data).toEqual([
        expect.objectContaining({ id: attemptId, contactId, state: 'review', cause: 'test' }),
      ]);
    });
  },
});
