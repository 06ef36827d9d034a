import { expect, it } from '@jest/globals';
import { listIncidents } from '../../../api/endpoints/incidents/list-incidents.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(listIncidents, world, {
  200: () => {
    it('filters by kind', async () => {
      const { ours, theirs } = world();
      for (const org of [ours, theirs]) {
        await world().inOrg(org.orgId, (tx) =>
          tx.query(
            `INSERT INTO incident (org_id, kind, detail) VALUES ($1, 'LATE_DIAL', '{"callId": "CA1"}')`,
            [org.orgId],
          ),
        );
      }
      const { body } = await call(world(), listIncidents, {
        role: 'supervisor',
        query: '?kind=LATE_DIAL',
      }).expect(200);
      expect(body.data).toEqual([
        expect.objectContaining({ kind: 'LATE_DIAL', detail: { callId: 'CA1' }, resolvedAt: null }),
      ]);
      const none = await call(world(), listIncidents, {
        role: 'supervisor',
        query: '?kind=DUPLICATE_DIAL',
      }).expect(200);
      expect(none.body.data).toEqual([]);
    });
  },
});
