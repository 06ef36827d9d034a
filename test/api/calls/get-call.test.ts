import { expect, it } from '@jest/globals';
import { getCall } from '../../../api/endpoints/calls/get-call.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addAttempt } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(getCall, world, {
  200: () => {
    it('shows the call with every change of its attempt', async () => {
      const { attemptId } = await addAttempt(world(), world().ours, 'placed', 'CA-one');
      const { body } = await call(world(), getCall, { id: attemptId, role: 'agent' }).expect(200);
      expect(body.call).toMatchObject({ id: attemptId, direction: 'outbound', status: 'initiated' });
      const states = body.timeline.map((entry: { to: string }) => entry.to);
      expect(states).toEqual(['planned', 'reserved', 'dialing', 'placed']);
    });
  },
});
