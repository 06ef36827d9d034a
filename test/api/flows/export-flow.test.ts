import { expect, it } from '@jest/globals';
import { exportFlow } from '../../../api/endpoints/flows/export-flow.endpoint.ts';
import { importFlow } from '../../../api/endpoints/flows/import-flow.endpoint.ts';
import { listFlowSuites } from '../../../api/endpoints/flows/list-flow-suites.endpoint.ts';
import { saveFlowSuite } from '../../../api/endpoints/flows/save-flow-suite.endpoint.ts';
import { updateFlow } from '../../../api/endpoints/flows/update-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow, FLOW_DOCUMENT } from '../harness/rows.ts';
import { example } from './example-flows.ts';

const world = useApiWorld();
const exported = (id: string, query = '') => call(world(), exportFlow, { id, role: 'supervisor', query });

describeEndpoint(exportFlow, world, {
  200: () => {
    it('gives a document that comes back as it was, suites and all', async () => {
      const { id } = await addFlow(world(), world().ours);
      const { cases } = example('appointment-reminder.suite.json');
      await call(world(), saveFlowSuite, { id, role: 'admin' }).send({ name: 'Callers', cases }).expect(200);
      const answer = await exported(id).expect(200);
      expect(answer.headers['content-disposition']).toBe(`attachment; filename="${id}.flow.json"`);
      const back = await call(world(), importFlow, { role: 'admin' })
        .send({ document: answer.body })
        .expect(201);
      expect(back.body).toMatchObject({ source: 'evercall', valid: true, flow: { name: 'reminder' } });
      expect(back.body.flow.document).toEqual(FLOW_DOCUMENT);
      const again = await exported(back.body.flow.id).expect(200);
      expect(again.body).toEqual(answer.body);
      const suites = await call(world(), listFlowSuites, { id: back.body.flow.id, role: 'agent' }).expect(
        200,
      );
      expect(suites.body.data).toHaveLength(1);
    });

    it('gives a published version, whatever has become of the draft', async () => {
      const { id } = await addFlow(world(), world().ours);
      await call(world(), updateFlow, { id, role: 'admin' })
        .set('If-Match', '*')
        .send({ document: { changed: true } })
        .expect(200);
      expect((await exported(id).expect(200)).body.document).toEqual({ changed: true });
      expect((await exported(id, '?version=1').expect(200)).body.document).toEqual(FLOW_DOCUMENT);
    });
  },
  404: () => {
    it('knows no version that was never published', async () => {
      const { id } = await addFlow(world(), world().ours);
      expectProblem(await exported(id, '?version=2'), 404, 'flow.version_not_found');
    });
  },
});
