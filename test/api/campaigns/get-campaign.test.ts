import { expect, it } from '@jest/globals';
import { getCampaign } from '../../../api/endpoints/campaigns/get-campaign.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addCampaign } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(getCampaign, world, {
  200: () => {
    it('gives the campaign with its ETag', async () => {
      const id = await addCampaign(world(), world().ours);
      const answer = await call(world(), getCampaign, { id, role: 'agent' }).expect(200);
      expect(answer.body).toMatchObject({
        id,
        state: 'draft',
        flowVersionId: null,
        window: { startMinute: 480, endMinute: 1260 },
      });
      expect(answer.headers.etag).toBe('"1-draft"');
    });
  },
});
