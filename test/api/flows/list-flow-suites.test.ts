import { expect, it } from '@jest/globals';
import { listFlowSuites } from '../../../api/endpoints/flows/list-flow-suites.endpoint.ts';
import { saveFlowSuite } from '../../../api/endpoints/flows/save-flow-suite.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(listFlowSuites, world, {
  200: () => {
    it('lists those of the flow and no others', async () => {
      const [one, other] = [await addFlow(world(), world().ours), await addFlow(world(), world().ours)];
      const body = { name: 'Callers', cases: [{ name: 'a caller', inputs: [{ keys: '1' }] }] };
      await call(world(), saveFlowSuite, { id: one.id, role: 'admin' }).send(body).expect(200);
      const answer = await call(world(), listFlowSuites, { id: one.id, role: 'agent' }).expect(200);
      expect(answer.body.data).toEqual([expect.objectContaining({ suiteId: 'main', name: 'Callers' })]);
      expect(answer.body.data[0].cases[0]).toMatchObject({ name: 'a caller', inputs: [{ keys: '1' }] });
      const query = '?fields=name';
      const some = await call(world(), listFlowSuites, { id: one.id, role: 'agent', query }).expect(200);
      expect(some.body).toEqual({ data: [{ name: 'Callers' }] });
      const none = await call(world(), listFlowSuites, { id: other.id, role: 'agent' }).expect(200);
      expect(none.body).toEqual({ data: [] });
    });
  },
});
