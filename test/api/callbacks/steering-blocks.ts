import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import type { Endpoint } from '../../../api/endpoint.ts';
import { callbackWorkflowId } from '../../../contracts/names.ts';
import type { ApiWorld } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { addCallback } from '../harness/callback-rows.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { useTestWorker } from '../harness/test-worker.ts';

/** The tests of moving and of canceling a callback: `heard` is what the Update tells the run for `body`. */
export function describeSteering(endpoint: Endpoint, body: object | undefined, heard: string): void {
  const world = useApiWorld({ temporal: true });
  const offline = useApiWorld();
  const taskQueue = useTestWorker(fileURLToPath(new URL('./steered-callback.workflow.ts', import.meta.url)));
  const steer = (at: ApiWorld, id: string) => call(at, endpoint, { id, role: 'agent' }).send(body);

  async function openCallback(refuses = false) {
    const id = await addCallback(world(), world().ours);
    const handle = await world().deps.temporal.workflow.start('steeredCallback', {
      taskQueue,
      workflowId: callbackWorkflowId(id),
      args: [{ refuses }],
    });
    return { id, handle };
  }

  describeEndpoint(endpoint, world, {
    200: () => {
      it('is an Update of its run, in force when answered', async () => {
        const { id, handle } = await openCallback();
        const answer = await steer(world(), id).expect(200);
        expect(answer.body).toMatchObject({ id });
        expect(await handle.result()).toEqual([heard]);
      });
    },
    409: () => {
      it('comes too late for one that rings or is over, also where only its run knows', async () => {
        const calling = await addCallback(world(), world().ours, 'calling');
        expectProblem(await steer(world(), calling), 409, 'callback.already_calling');
        const canceled = await addCallback(world(), world().ours, 'canceled');
        expectProblem(await steer(world(), canceled), 409, 'callback.already_finished');
        const { id, handle } = await openCallback(true);
        expectProblem(await steer(world(), id), 409, 'callback.already_calling');
        await handle.terminate();
      });
    },
    503: () => {
      it('says so while Temporal is away', async () => {
        const id = await addCallback(offline(), offline().ours);
        const answer = await steer(offline(), id);
        expectProblem(answer, 503, 'service.unavailable');
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      });
    },
  });
}
