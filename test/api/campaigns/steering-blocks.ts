import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import type { Endpoint } from '../../../api/endpoint.ts';
import { getCampaignProgress } from '../../../api/endpoints/campaigns/get-campaign-progress.endpoint.ts';
import { campaignWorkflowId } from '../../../contracts/names.ts';
import type { ApiWorld } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { auditedActions } from '../harness/audited-actions.ts';
import { call } from '../harness/requests.ts';
import { addCampaign } from '../harness/rows.ts';
import { useTestWorker } from '../harness/test-worker.ts';

/** The tests of one of pause, resume and cancel; `phase` is what its Update makes of the run. */
export function describeSteering(endpoint: Endpoint, phase: string): void {
  const world = useApiWorld({ temporal: true });
  const offline = useApiWorld();
  const taskQueue = useTestWorker(fileURLToPath(new URL('./steered-campaign.workflow.ts', import.meta.url)));
  const steer = (at: ApiWorld, id: string, body: object = {}) =>
    call(at, endpoint, { id, role: 'admin' }).send(body);

  async function openCampaign(refuses = false, state = phase === 'running' ? 'paused' : 'running') {
    const id = await addCampaign(world(), world().ours, state);
    const workflowId = campaignWorkflowId(id);
    await world().deps.temporal.workflow.start('steeredCampaign', {
      taskQueue,
      workflowId,
      args: [{ refuses }],
    });
    return id;
  }

  describeEndpoint(endpoint, world, {
    200: () => {
      it('is an Update of the run, with who and why, in force when answered', async () => {
        const id = await openCampaign();
        const { body } = await steer(world(), id, { reason: 'lunch' }).expect(200);
        expect(body).toMatchObject({ id });
        const handle = world().deps.temporal.workflow.getHandle(campaignWorkflowId(id));
        if (phase === 'completing') {
          expect(await handle.result()).toEqual([`${phase}:${world().ours.adminId}:lunch`]);
          return;
        }
        const progress = await call(world(), getCampaignProgress, { id, role: 'agent' }).expect(200);
        expect(progress.body.run).toEqual({ phase, controlVersion: 2, nextDueAt: null });
        await handle.terminate();
      });

      it('is in the audit log unless it was so all the time', async () => {
        const id = await openCampaign(false, phase);
        await steer(world(), id).expect(200);
        expect(await auditedActions(world(), id)).toEqual([]);
        const other = await openCampaign(false, phase);
        // Steered by somebody else once this order had read that there was nothing to do.
        await world().inOrg(world().ours.orgId, (tx) =>
          tx.query('UPDATE campaign_control SET version = 0 WHERE campaign_id = $1', [other]),
        );
        await steer(world(), other).expect(200);
        expect(await auditedActions(world(), other)).toHaveLength(1);
        const { workflow } = world().deps.temporal;
        if (phase === 'completing') return;
        for (const open of [id, other]) await workflow.getHandle(campaignWorkflowId(open)).terminate();
      });
    },
    409: () => {
      it('refuses a draft, which does not run', async () => {
        const id = await addCampaign(world(), world().ours);
        expectProblem(await steer(world(), id), 409, 'campaign.not_running');
      });

      it('refuses a campaign that has finished, also where only its run knows', async () => {
        const finished = await addCampaign(world(), world().ours, 'completed');
        const refusing = await openCampaign(true);
        const closed = await addCampaign(world(), world().ours, 'running');
        for (const id of [finished, refusing, closed]) {
          expectProblem(await steer(world(), id), 409, 'campaign.already_finished');
        }
        await world().deps.temporal.workflow.getHandle(campaignWorkflowId(refusing)).terminate();
      });
    },
    503: () => {
      it('says so while Temporal is away', async () => {
        const id = await addCampaign(offline(), offline().ours, 'running');
        const answer = await steer(offline(), id);
        expectProblem(answer, 503, 'service.unavailable');
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      });
    },
  });
}
