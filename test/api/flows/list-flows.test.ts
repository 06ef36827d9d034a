import { expect, it } from '@jest/globals';
import { deleteFlow } from '../../../api/endpoints/flows/delete-flow.endpoint.ts';
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

    it('is sorted by name where that is asked, and shows no deleted one', async () => {
      const { ours } = world();
      const names = async () => {
        const query = '?sort=name&fields=name';
        const { body } = await call(world(), listFlows, { role: 'agent', query }).expect(200);
        return body.data.map(({ name }: { name: string }) => name);
      };
      const { id } = await addFlow(world(), ours);
      await world().inOrg(ours.orgId, (tx) => tx.query(`UPDATE flow SET name = 'a' WHERE id = $1`, [id]));
      const before = await names();
      expect(before[0]).toBe('a');
      await call(world(), deleteFlow, { id, role: 'admin' }).expect(204);
      expect(await names()).toEqual(before.slice(1));
    });
  },
});
