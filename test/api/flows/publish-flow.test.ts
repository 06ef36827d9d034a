import { expect, it } from '@jest/globals';
import { publishFlow } from '../../../api/endpoints/flows/publish-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';

const world = useApiWorld();
const publish = (id: string) => call(world(), publishFlow, { id, role: 'admin' }).send({});

describeEndpoint(publishFlow, world, {
  201: () => {
    it('makes the next version live, numbered without a gap also when two publish at once', async () => {
      const { id } = await addFlow(world(), world().ours, false);
      const answers = await Promise.all([publish(id), publish(id)]);
      expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
      expect(answers.map((answer): number => answer.body.version).toSorted((a, b) => a - b)).toEqual([1, 2]);
      const third = await publish(id).expect(201);
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query<{ live_version_id: string }>('SELECT live_version_id FROM flow WHERE id = $1', [id]),
      );
      expect(rows).toEqual([{ live_version_id: third.body.id }]);
      expect(third.body).toMatchObject({ version: 3, flowId: id });
    });
  },
  422: () => {
    it('refuses a draft with every fault by JSON pointer, and publishes nothing', async () => {
      const { id } = await addFlow(world(), world().ours, false);
      await world().inOrg(world().ours.orgId, (tx) =>
        tx.query(
          `UPDATE flow_draft SET document = document - 'entry' - 'defaultLanguage' WHERE flow_id = $1`,
          [id],
        ),
      );
      const answer = await publish(id);
      expectProblem(answer, 422, 'flow.not_valid');
      const pointers = answer.body.errors.map((fault: { pointer: string }) => fault.pointer);
      expect(pointers).toEqual(expect.arrayContaining(['/defaultLanguage', '/entry']));
      const { rowCount } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('SELECT FROM flow_version WHERE flow_id = $1', [id]),
      );
      expect(rowCount).toBe(0);
    });
  },
});
