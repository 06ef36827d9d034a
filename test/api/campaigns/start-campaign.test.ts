import { describe, expect, it } from '@jest/globals';
import { startCampaign } from '../../../api/endpoints/campaigns/start-campaign.endpoint.ts';
import { campaignWorkflowId } from '../../../contracts/names.ts';
import type { ApiWorld } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addCampaign, addFlow, addList } from '../harness/rows.ts';

const world = useApiWorld({ temporal: true });
const offline = useApiWorld();
const start = (at: ApiWorld, id: string) => call(at, startCampaign, { id, role: 'admin' }).send({});

/** What the start wrote beside the campaign itself. */
async function written(at: ApiWorld, id: string) {
  const { rows } = await at.inOrg(at.ours.orgId, (tx) =>
    tx.query<{ state: string; controls: number; counters: number; outbox: number }>(
      `SELECT state, (SELECT count(*)::int FROM campaign_control WHERE campaign_id = c.id) AS controls,
              (SELECT count(*)::int FROM campaign_counter WHERE campaign_id = c.id) AS counters,
              (SELECT count(*)::int FROM outbox WHERE key = $2) AS outbox
       FROM campaign c WHERE id = $1`,
      [id, campaignWorkflowId(id)],
    ),
  );
  return rows[0];
}

describeEndpoint(startCampaign, world, {
  202: () => {
    it('pins the live version and starts one run, however often it is asked', async () => {
      const flow = await addFlow(world(), world().ours);
      const id = await addCampaign(world(), world().ours, 'draft', { flowId: flow.id });
      const answers = await Promise.all([start(world(), id), start(world(), id), start(world(), id)]);
      expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202]);
      for (const { body } of answers)
        expect(body).toMatchObject({ id, state: 'running', flowVersionId: flow.versionId });
      const handle = world().deps.temporal.workflow.getHandle(campaignWorkflowId(id));
      const run = await handle.describe();
      expect(run.status.name).toBe('RUNNING');
      expect(run.type).toBe('runCampaign');
      expect(await written(world(), id)).toEqual({ state: 'running', controls: 1, counters: 1, outbox: 1 });
      const again = await start(world(), id).expect(202);
      expect(again.body.startedAt).toBe(answers[0]?.body.startedAt);
      await handle.terminate();
    });
  },
  409: () => {
    it('names everything that is missing, and changes nothing', async () => {
      const flow = await addFlow(world(), world().ours, false);
      const callListId = await addList(world(), world().ours);
      const id = await addCampaign(world(), world().ours, 'draft', { flowId: flow.id, callListId });
      const answer = await start(world(), id);
      expectProblem(answer, 409, 'campaign.not_startable');
      const pointers = answer.body.errors.map((fault: { pointer: string }) => fault.pointer);
      expect(pointers.toSorted()).toEqual(['/callListId', '/flowId']);
      expect(await written(world(), id)).toEqual({ state: 'draft', controls: 0, counters: 0, outbox: 0 });
    });

    it('refuses a campaign that has finished', async () => {
      const id = await addCampaign(world(), world().ours, 'completed');
      expectProblem(await start(world(), id), 409, 'campaign.already_finished');
    });
  },
  503: () => {
    it('says so while Temporal is away, and loses nothing', async () => {
      const id = await addCampaign(offline(), offline().ours);
      const answer = await start(offline(), id);
      expectProblem(answer, 503, 'service.unavailable');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(await written(offline(), id)).toEqual({ state: 'running', controls: 1, counters: 1, outbox: 1 });
    });
  },
});

describe('the row that keeps a start from being lost', () => {
  it('names the campaign', async () => {
    const id = await addCampaign(offline(), offline().ours);
    await start(offline(), id).expect(503);
    const { rows } = await offline().inOrg(offline().ours.orgId, (tx) =>
      tx.query('SELECT kind, payload FROM outbox WHERE key = $1', [campaignWorkflowId(id)]),
    );
    expect(rows).toEqual([{ kind: 'ensure_workflow', payload: { type: 'ensure_workflow', campaignId: id } }]);
  });
});
