import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { getCallback } from '../../../api/endpoints/callbacks/get-callback.endpoint.ts';
import { callbackWorkflowId } from '../../../contracts/names.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { addCallback } from '../harness/callback-rows.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { useTestWorker } from '../harness/test-worker.ts';

const world = useApiWorld({ temporal: true });
const taskQueue = useTestWorker(fileURLToPath(new URL('./steered-callback.workflow.ts', import.meta.url)));
const get = (id: string) => call(world(), getCallback, { id, role: 'agent' }).expect(200);

describeEndpoint(getCallback, world, {
  200: () => {
    it('tells what its run does', async () => {
      const id = await addCallback(world(), world().ours);
      const handle = await world().deps.temporal.workflow.start('steeredCallback', {
        taskQueue,
        workflowId: callbackWorkflowId(id),
        args: [{ refuses: false }],
      });
      const { body } = await get(id);
      expect(body).toMatchObject({
        id,
        state: 'scheduled',
        attemptId: null,
        run: { phase: 'waiting', waitUntil: new Date(1_800_000_000_000).toISOString() },
      });
      await handle.terminate();
    });

    it('answers from its row alone where there is no run, and where it is over', async () => {
      const waiting = await get(await addCallback(world(), world().ours));
      expect(waiting.body).toMatchObject({ state: 'scheduled', run: null });
      const over = await get(await addCallback(world(), world().ours, 'completed'));
      expect(over.body).toMatchObject({ state: 'completed', run: null });
    });
  },
});
