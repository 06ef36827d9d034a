import { expect, it } from '@jest/globals';
import { listFlows } from '../../../api/endpoints/flows/list-flows.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(listFlows, world, {
  200: () => {
    it('names the live version', async () => {
      const published = await addFlow(world(), world().ours);
      const draft = await addFlow(world(), world().ours, false);
      await addFlow(world(), world().theirs);
      const { body } = await call(world(), listFlows, { role: 'agent' }).expect(200);
      expect(body.data).toEqual([
        expect.objectContaining({ id: draft.id, liveVersion: null }),
        expect.objectContaining({ id: published.id, liveVersion: expect.objectContaining({ version: 1 }) }),
      ]);
    });
  },
});
