import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { getFlow } from '../../../api/endpoints/flows/get-flow.endpoint.ts';
import { publishFlow } from '../../../api/endpoints/flows/publish-flow.endpoint.ts';
import { rollbackFlow } from '../../../api/endpoints/flows/rollback-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';

const world = useApiWorld();
const rollback = (id: string, version: number) =>
  call(world(), rollbackFlow, { id, role: 'admin' }).send({ version });

async function changesOf(flowId: string): Promise<unknown[]> {
  const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
    tx.query(
      `SELECT l.kind, v.version, l.changed_by FROM flow_live_change l JOIN flow_version v ON v.id = l.version_id
        WHERE l.flow_id = $1 ORDER BY l.id`,
      [flowId],
    ),
  );
  return rows;
}

describeEndpoint(rollbackFlow, world, {
  200: () => {
    it('makes an earlier version the live one, once, and keeps who did', async () => {
      const { ours } = world();
      const { id } = await addFlow(world(), ours);
      await call(world(), publishFlow, { id, role: 'admin' }).send({}).expect(201);
      await Promise.all([rollback(id, 1).expect(200), rollback(id, 1).expect(200)]);
      const flow = await call(world(), getFlow, { id, role: 'agent' }).expect(200);
      expect(flow.body).toMatchObject({ liveVersion: { version: 1 }, draftRevision: 1 });
      const by = { changed_by: ours.adminId };
      expect(await changesOf(id)).toEqual([
        { kind: 'publish', version: 2, ...by },
        { kind: 'rollback', version: 1, ...by },
      ]);
    });

    it('repeats its answer under a key, and does not undo what came after it', async () => {
      const { id } = await addFlow(world(), world().ours);
      await call(world(), publishFlow, { id, role: 'admin' }).send({}).expect(201);
      const key = randomUUID();
      const first = await rollback(id, 1).set('Idempotency-Key', key).expect(200);
      await rollback(id, 2).expect(200);
      const again = await rollback(id, 1).set('Idempotency-Key', key).expect(200);
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.body).toEqual(first.body);
      const flow = await call(world(), getFlow, { id, role: 'agent' }).expect(200);
      expect(flow.body).toMatchObject({ liveVersion: { version: 2 } });
      expect(await changesOf(id)).toHaveLength(3);
      const other = await rollback(id, 2).set('Idempotency-Key', key);
      expectProblem(other, 422, 'idempotency.other_body');
    });

    it('goes forward again the same way', async () => {
      const { id } = await addFlow(world(), world().ours);
      await call(world(), publishFlow, { id, role: 'admin' }).send({}).expect(201);
      await rollback(id, 1).expect(200);
      expect((await rollback(id, 2).expect(200)).body).toMatchObject({ version: 2, flowId: id });
    });
  },
  404: () => {
    it('knows no version that was never published', async () => {
      const { id } = await addFlow(world(), world().ours);
      expectProblem(await rollback(id, 9), 404, 'flow.version_not_found');
    });
  },
  422: () => {
    it('refuses what is no number of a version', async () => {
      const { id } = await addFlow(world(), world().ours);
      expectProblem(await rollback(id, 0), 422, 'request.not_valid');
    });
  },
});
