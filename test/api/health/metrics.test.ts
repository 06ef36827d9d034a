import { expect, it } from '@jest/globals';
import { getCampaign } from '../../../api/endpoints/campaigns/get-campaign.endpoint.ts';
import { metrics } from '../../../api/endpoints/health/metrics.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addCampaign } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(metrics, world, {
  200: () => {
    it('times requests by operation, with no id in any label', async () => {
      const id = await addCampaign(world(), world().ours);
      await call(world(), getCampaign, { id, role: 'agent' }).expect(200);
      const { text, headers } = await world().http.get('/metrics').expect(200);
      expect(headers['content-type']).toMatch(/^text\/plain/);
      expect(text).toContain(
        'http_request_duration_seconds_count{operation="getCampaign",method="GET",status="200"} 1',
      );
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
      expect(text).not.toContain(id);
    });
  },
});
