import { expect, it } from '@jest/globals';
import { listFlowVersions } from '../../../api/endpoints/flows/list-flow-versions.endpoint.ts';
import { publishFlow } from '../../../api/endpoints/flows/publish-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';
import { addWalkedCall } from './walked-call.ts';

const world = useApiWorld();
const list = (id: string, query = '') => call(world(), listFlowVersions, { id, role: 'agent', query });

describeEndpoint(listFlowVersions, world, {
  200: () => {
    it('lists them newest first, by pages, with the calls in progress on each', async () => {
      const { ours } = world();
      const { id, versionId } = await addFlow(world(), ours);
      await call(world(), publishFlow, { id, role: 'admin' }).send({}).expect(201);
      for (const isOver of [false, false, true])
        await addWalkedCall(world(), ours, { versionId: versionId ?? '', isOver });
      const first = await list(id, '?limit=1').expect(200);
      expect(first.body.data).toEqual([
        expect.objectContaining({ version: 2, isLive: true, liveCalls: 0, publishedBy: ours.adminId }),
      ]);
      const second = await list(id, `?limit=1&cursor=${first.body.nextCursor}`).expect(200);
      expect(second.body).toEqual({
        data: [expect.objectContaining({ id: versionId, version: 1, isLive: false, liveCalls: 2 })],
        nextCursor: null,
      });
      const oldest = await list(id, '?limit=1&sort=version&fields=version').expect(200);
      expect(oldest.body.data).toEqual([{ version: 1 }]);
      const next = await list(id, `?sort=version&fields=version&cursor=${oldest.body.nextCursor}`).expect(
        200,
      );
      expect(next.body).toEqual({ data: [{ version: 2 }], nextCursor: null });
      const other = await list((await addFlow(world(), ours)).id, `?cursor=${first.body.nextCursor}`);
      expectProblem(other, 400, 'request.bad_cursor');
    });

    it('is empty for a flow that nobody has published', async () => {
      const { id } = await addFlow(world(), world().ours, false);
      expect((await list(id).expect(200)).body.data).toEqual([]);
    });
  },
});
