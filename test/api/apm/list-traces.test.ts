import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { listTraces } from '../../../api/endpoints/apm/list-traces.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addTrace } from './span-rows.ts';

const world = useApiWorld();

async function listed(query: string): Promise<string[]> {
  const { body } = await call(world(), listTraces, { role: 'admin', query }).expect(200);
  return body.data.map(({ id }: { id: string }) => id);
}

describeEndpoint(listTraces, world, {
  200: () => {
    it('pages through traces, last begun first', async () => {
      const startedAtUs = (Date.now() + 60_000) * 1_000;
      const ids = [];
      // The second and the third begin in the same microsecond.
      for (const later of [0, 1, 1]) {
        ids.push(await addTrace(world(), [{ name: 'POST /page', startedAtUs: startedAtUs + later }]));
      }
      const query = '?route=POST%20/page&limit=1';
      const seen: string[] = [];
      for (let cursor = ''; seen.length < 4; ) {
        const { body } = await call(world(), listTraces, { role: 'admin', query: `${query}${cursor}` });
        seen.push(body.data[0].id);
        if (body.nextCursor === null) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
      expect(seen.slice(0, 2).toSorted()).toEqual(ids.slice(1).toSorted());
      expect(seen.slice(2)).toEqual(ids.slice(0, 1));
      const some = await call(world(), listTraces, { role: 'admin', query: `${query}&fields=name` }).expect(
        200,
      );
      expect(some.body.data).toEqual([{ name: 'POST /page' }]);
    });

    it('finds traces by a part of them, a call, their duration, an error', async () => {
      const attemptId = randomUUID();
      const failed = await addTrace(world(), [
        { name: 'POST /start', durationUs: 1_000 },
        { name: 'RunActivity:placeCall', attributes: { temporalWorkflowId: `call:${attemptId}` } },
        { name: 'carrier createCall', status: 'error', durationUs: 7_000_000 },
      ]);
      const well = await addTrace(world(), [
        { name: 'POST /webhooks', attributes: { 'evercall.call_id': attemptId } },
      ]);
      expect(await listed('?route=RunActivity:placeCall')).toEqual([failed]);
      expect((await listed(`?call=${attemptId}`)).toSorted()).toEqual([failed, well].toSorted());
      expect(await listed(`?call=${attemptId}&error=true`)).toEqual([failed]);
      expect(await listed(`?call=${attemptId}&error=false`)).toEqual([well]);
      // To the end of its last part, however soon the first was answered.
      expect(await listed('?minDurationMs=7000')).toEqual([failed]);
      expect(await listed('?minDurationMs=7003')).toEqual([]);
    });
  },
  400: () => {
    it('refuses a cursor edited by hand', async () => {
      for (const key of ['7', `99999999999999999.${'0'.repeat(32)}`, `1.${'g'.repeat(32)}`]) {
        const query = `?cursor=${Buffer.from(key).toString('base64url')}`;
        expectProblem(await call(world(), listTraces, { role: 'admin', query }), 400, 'request.bad_cursor');
      }
    });
  },
});
