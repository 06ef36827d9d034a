import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runWebhookFeed } from '../../activities/webhooks/feed-webhooks.ts';
import type { EndpointRef } from '../../db/webhooks/claim-deliveries.ts';
import { until } from '../api/harness/until.ts';
import { createWebhookBed, type WebhookBed } from './webhook-bed.ts';

let bed: WebhookBed;
beforeAll(async () => {
  bed = await createWebhookBed();
}, 120_000);
afterAll(() => bed?.close());

it('hands on what Redis and Temporal have lost, for as long as they are away', async () => {
  const fresh = await bed.addEndpoint();
  const failed = await bed.addEndpoint();
  await bed.addEvents(fresh.endpointId, 1);
  await bed.addEvents(failed.endpointId, 1);
  await bed.inOrg((tx) =>
    tx.query(
      `UPDATE webhook_delivery SET tries = 1, next_try_at = now() - interval '1 minute' WHERE endpoint_id = $1`,
      [failed.endpointId],
    ),
  );
  const offered: string[] = [];
  const woken: string[] = [];
  const errors: unknown[] = [];
  /** Is away the first three times. */
  const handTo = (heard: string[]) => async (endpoint: EndpointRef) => {
    heard.push(endpoint.endpointId);
    if (heard.length <= 3) throw new Error('away');
  };
  const stop = new AbortController();
  const feed = runWebhookFeed(
    {
      systemPool: bed.systemPool,
      timings: { pollMs: 10, stalledAfterMs: 20 },
      offer: handTo(offered),
      wake: handTo(woken),
      wallMs: () => Date.now(),
      onError: (error) => errors.push(error),
    },
    stop.signal,
  );
  await until(async () => offered.length > 5 && woken.length > 5, 30_000);
  stop.abort();
  await feed;
  expect(new Set(offered)).toEqual(new Set([fresh.endpointId]));
  expect(new Set(woken)).toEqual(new Set([failed.endpointId]));
  expect(errors).toHaveLength(6);
}, 60_000);
