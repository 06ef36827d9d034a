import { expect, it } from '@jest/globals';
import { getFlow } from '../../../api/endpoints/flows/get-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addFlow, FLOW_DOCUMENT } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(getFlow, world, {
  200: () => {
    it('gives the draft with its ETag', async () => {
      const { id } = await addFlow(world(), world().ours);
      const answer = await call(world(), getFlow, { id, role: 'agent' }).expect(200);
      expect(answer.body.document).toEqual(FLOW_DOCUMENT);
      expect(answer.headers.etag).toBe('"1"');
    });
  },
});
