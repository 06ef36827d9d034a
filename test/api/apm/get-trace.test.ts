import { expect, it } from '@jest/globals';
import { getTrace } from '../../../api/endpoints/apm/get-trace.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addTrace } from './span-rows.ts';

const world = useApiWorld();

describeEndpoint(getTrace, world, {
  200: () => {
    it('tells a trace part by part', async () => {
      const { orgId } = world().ours;
      const id = await addTrace(world(), [
        { name: 'POST /start', kind: 'server' },
        {
          name: 'RunActivity:placeCall',
          process: 'worker-calls',
          orgId,
          attributes: { 'temporal.attempt': 1 },
        },
        { name: 'carrier createCall', kind: 'client', process: 'worker-calls', status: 'error' },
      ]);
      const { body } = await call(world(), getTrace, { id, role: 'admin' }).expect(200);
      expect(body).toMatchObject({
        id,
        name: 'POST /start',
        process: 'api',
        durationMs: 7,
        hasError: true,
        spanCount: 3,
        spans: [
          { name: 'POST /start', parentId: null, offsetMs: 0, durationMs: 5 },
          { name: 'RunActivity:placeCall', orgId, offsetMs: 1, attributes: { 'temporal.attempt': 1 } },
          { name: 'carrier createCall', kind: 'client', status: 'error', offsetMs: 2 },
        ],
      });
      expect(body.spans[2].parentId).toBe(body.spans[1].id);
    });
  },
});
