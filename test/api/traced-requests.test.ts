import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { getCampaign } from '../../api/endpoints/campaigns/get-campaign.endpoint.ts';
import type { StoredSpan } from '../../db/traces/span-store.ts';
import { startTracing } from '../../runtime/tracing.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';
import { call } from './harness/requests.ts';
import { addCampaign } from './harness/rows.ts';

const world = useApiWorld();

let spans: StoredSpan[];
let tracing: { close(): Promise<void> };
beforeEach(async () => {
  spans = [];
  tracing = await startTracing({
    process: 'api',
    version: '0',
    sampleRatio: 1,
    hasOtlp: false,
    save: async (batch) => void spans.push(...batch),
    onEnded: () => {},
    onError: () => {},
  });
});
afterEach(() => tracing.close());

it('a request is named by its operation, and says whose it is and how it ended', async () => {
  const { ours } = world();
  const id = await addCampaign(world(), ours);
  await call(world(), getCampaign, { id, role: 'agent' }).expect(200);
  await call(world(), getCampaign, { id }).expect(401);
  await world().http.get('/health/live').expect(200);
  await tracing.close();
  const route = { name: 'GET /api/v1/campaigns/{id}', kind: 'server', parentId: null, process: 'api' };
  const attributes = { 'http.route': '/api/v1/campaigns/{id}', 'evercall.operation': 'getCampaign' };
  expect(spans).toMatchObject([
    { ...route, orgId: ours.orgId, attributes: { ...attributes, 'http.response.status_code': 200 } },
    { ...route, orgId: null, attributes: { ...attributes, 'http.response.status_code': 401 } },
  ]);
  expect(JSON.stringify(spans)).not.toContain(id);
});

it('a trace that a caller brings along is not taken up', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  await world().http.get('/nowhere').set('traceparent', `00-${traceId}-00f067aa0ba902b7-01`).expect(404);
  await tracing.close();
  expect(spans).toMatchObject([{ name: 'GET none', parentId: null }]);
  expect(spans[0]?.traceId).not.toBe(traceId);
});
