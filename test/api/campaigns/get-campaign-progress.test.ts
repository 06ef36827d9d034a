import { expect, it } from '@jest/globals';
import { getCampaignProgress } from '../../../api/endpoints/campaigns/get-campaign-progress.endpoint.ts';
import { insertRow } from '../../db/tenant-fixture.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addCampaign, addContact } from '../harness/rows.ts';

const world = useApiWorld();
const progress = (id: string) => call(world(), getCampaignProgress, { id, role: 'agent' }).expect(200);

/** Puts contacts into a campaign as its run would have left them. */
async function fill(id: string, states: readonly object[]): Promise<void> {
  for (const state of states) {
    const contact_id = await addContact(world(), world().ours);
    const next_at = new Date(Date.now() + 3_600_000);
    await world().inOrg(world().ours.orgId, (tx) =>
      insertRow(tx, 'campaign_contact', {
        org_id: world().ours.orgId,
        campaign_id: id,
        contact_id,
        priority: 0,
        next_at,
        ...state,
      }),
    );
  }
}

describeEndpoint(getCampaignProgress, world, {
  200: () => {
    it('counts by state, outcome and reason while Temporal is away', async () => {
      const id = await addCampaign(world(), world().ours, 'running');
      await fill(id, [
        { state: 'pending' },
        { state: 'done', outcome: 'answered' },
        { state: 'done', outcome: 'answered' },
        { state: 'done', outcome: 'busy' },
        { state: 'blocked', reason: 'suppression.listed' },
        { state: 'review' },
      ]);
      const { body } = await progress(id);
      expect(body).toMatchObject({
        state: 'running',
        run: null,
        contacts: { total: 6, pending: 1, leased: 0, calling: 0, done: 3, blocked: 1, review: 1 },
        outcomes: { answered: 2, busy: 1 },
        blockedBy: { 'suppression.listed': 1 },
        calls: { inFlight: 0, placed: 0, answered: 0 },
        waitingFor: 'next_due',
      });
      expect(Date.parse(body.nextDueAt)).toBeGreaterThan(Date.now());
    });

    it('names why a running campaign dials nothing', async () => {
      const { ours, inOrg } = world();
      const id = await addCampaign(world(), ours, 'running');
      await fill(id, [{ state: 'pending', next_at: new Date(0) }]);
      expect((await progress(id)).body.waitingFor).toBeNull();
      const set = (text: string) => inOrg(ours.orgId, (tx) => tx.query(text, [id]));
      await set('UPDATE campaign_counter SET in_flight = 10 WHERE campaign_id = $1');
      expect((await progress(id)).body.waitingFor).toBe('concurrency');
      await set('UPDATE campaign_control SET budget_micros = 5 WHERE campaign_id = $1');
      await set('UPDATE campaign_counter SET spent_micros = 6 WHERE campaign_id = $1');
      expect((await progress(id)).body.waitingFor).toBe('budget');
      await set('UPDATE campaign_control SET paused = true WHERE campaign_id = $1');
      expect((await progress(id)).body).toMatchObject({ waitingFor: 'paused', paused: true });
    });

    it('is all zero for a draft', async () => {
      const { body } = await progress(await addCampaign(world(), world().ours));
      expect(body).toMatchObject({ state: 'draft', run: null, contacts: { total: 0 }, waitingFor: null });
    });
  },
});
