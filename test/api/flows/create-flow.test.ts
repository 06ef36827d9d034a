import { expect, it } from '@jest/globals';
import { createFlow } from '../../../api/endpoints/flows/create-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { FLOW_DOCUMENT } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(createFlow, world, {
  201: () => {
    it('keeps the document as a draft that no call can reach, finished or not', async () => {
      for (const document of [FLOW_DOCUMENT, { nodes: {} }]) {
        const answer = await call(world(), createFlow, { role: 'admin' })
          .send({ name: 'flow', document })
          .expect(201);
        expect(answer.body).toMatchObject({ document, draftRevision: 1, liveVersion: null });
        expect(answer.headers).toMatchObject({
          etag: '"1"',
          location: `/api/v1/ivr/flows/${answer.body.id}`,
        });
      }
    });
  },
});
