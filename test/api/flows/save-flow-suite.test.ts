import { expect, it } from '@jest/globals';
import { saveFlowSuite } from '../../../api/endpoints/flows/save-flow-suite.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';
import { example } from './example-flows.ts';

const world = useApiWorld();
const { cases } = example('appointment-reminder.suite.json');
const save = (id: string, body: object) => call(world(), saveFlowSuite, { id, role: 'admin' }).send(body);

describeEndpoint(saveFlowSuite, world, {
  200: () => {
    it('saves it anew, then over itself with the next revision', async () => {
      const { id } = await addFlow(world(), world().ours);
      const first = await save(id, { name: 'Callers', cases }).expect(200);
      expect(first.body).toMatchObject({ suiteId: 'main', revision: 1, updatedBy: world().ours.adminId });
      const second = await save(id, { name: 'People', cases: [{ name: 'one' }] }).expect(200);
      expect(second.body).toMatchObject({
        name: 'People',
        revision: 2,
        cases: [{ name: 'one', inputs: [] }],
      });
    });
  },
  409: () => {
    it('refuses one more than a flow can have; those that are there can still be saved', async () => {
      const { ours } = world();
      const { id } = await addFlow(world(), ours);
      await world().inOrg(ours.orgId, (tx) =>
        tx.query(
          `INSERT INTO flow_suite (org_id, flow_id, suite_id, name, document)
           SELECT $1, $2, 's' || n, 'x', '{"cases": []}' FROM generate_series(1, 20) n`,
          [ours.orgId, id],
        ),
      );
      expectProblem(await save(id, { name: 'x', cases }), 409, 'flow.too_many_suites');
      await world().inOrg(ours.orgId, (tx) =>
        tx.query(`UPDATE flow_suite SET suite_id = 'main' WHERE flow_id = $1 AND suite_id = 's1'`, [id]),
      );
      await save(id, { name: 'x', cases }).expect(200);
    });
  },
  422: () => {
    it.each([
      ['no case', { name: 'x', cases: [] }],
      ['keys that no telephone has', { name: 'x', cases: [{ name: 'x', inputs: [{ keys: 'A' }] }] }],
      ['text that cannot be kept', { name: 'x', cases: [{ name: 'x', inputs: [{ say: '\u0000' }] }] }],
      [
        'more inputs than can be run',
        {
          name: 'x',
          cases: Array.from({ length: 11 }, () => ({
            name: 'x',
            inputs: Array.from({ length: 500 }, () => ({ silence: true })),
          })),
        },
      ],
    ])('refuses %s', async (_what, body) => {
      const { id } = await addFlow(world(), world().ours);
      expectProblem(await save(id, body), 422, 'request.not_valid');
    });
  },
});
