import { expect, it } from '@jest/globals';
import { listCampaigns } from '../../../api/endpoints/campaigns/list-campaigns.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addCampaign } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(listCampaigns, world, {
  200: () => {
    it('filters by state', async () => {
      const draft = await addCampaign(world(), world().ours);
      const running = await addCampaign(world(), world().ours, 'running');
      await addCampaign(world(), world().theirs);
      const all = await call(world(), listCampaigns, { role: 'agent' }).expect(200);
      expect(all.body.data.map((one: { id: string }) => one.id)).toEqual([running, draft]);
      const only = await call(world(), listCampaigns, { role: 'agent', query: '?state=running' }).expect(200);
      expect(only.body.data).toEqual([expect.objectContaining({ id: running, state: 'running' })]);
    });
  },
});
