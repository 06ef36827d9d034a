import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { until } from '../api/harness/until.ts';
import { testRedis } from '../harness/test-redis.ts';
import { testTemporal } from '../harness/test-temporal.ts';
import { JobsKit } from './jobs-kit.ts';
import { createWebhookBed, type WebhookBed } from './webhook-bed.ts';

const kek = randomBytes(32);
const LONG_MS = 120_000;

let bed: WebhookBed;
let redisUrl: string;
let kit: JobsKit;
beforeAll(async () => {
  bed = await createWebhookBed({ kek });
  redisUrl = (await testRedis()).url;
  kit = new JobsKit(bed, { redisUrl, temporalAddress: (await testTemporal()).address, kek });
}, LONG_MS);
afterAll(async () => {
  await kit?.close();
  await bed?.close();
});

const waiting = async (endpointId: string) =>
  (await bed.deliveries(endpointId)).filter(({ state }) => state !== 'delivered').length;

describe('no event is lost', () => {
  it(
    'when the receiver is killed in mid-storm, and the process that delivers',
    async () => {
      const endpoint = await bed.addEndpoint();
      let seen = 0;
      // Dies with a try under way, and comes back at the same address.
      bed.receiver.answer = () => {
        seen += 1;
        return seen === 30 ? 'die' : 204;
      };
      const first = await kit.start('workers/jobs.ts');
      await kit.start('workers/worker-campaigns.ts');
      const ids = await bed.addEvents(endpoint.endpointId, 100);
      await until(async () => bed.receiver.isDead, LONG_MS);
      const soFar = bed.receiver.ids().size;
      expect(soFar).toBeLessThan(100);
      await kit.kill(first);
      ids.push(...(await bed.addEvents(endpoint.endpointId, 100)));
      await kit.start('workers/jobs.ts');
      await until(async () => (await bed.endpoint(endpoint.endpointId)).failing_since !== null, LONG_MS);
      bed.receiver.answer = () => 204;
      await bed.receiver.revive();
      await until(async () => (await waiting(endpoint.endpointId)) === 0, LONG_MS);
      expect(bed.receiver.refused).toBe(0);
      expect(bed.receiver.ids()).toEqual(new Set(ids));
      const { rows } = await bed.inOrg((tx) =>
        tx.query(`SELECT count(*)::int AS tries, count(DISTINCT delivery_id)::int AS deliveries
                  FROM webhook_delivery_attempt WHERE error IS NULL`),
      );
      expect(rows[0].deliveries).toBe(200);
    },
    4 * LONG_MS,
  );

  it(
    'when Redis forgets everything',
    async () => {
      const endpoint = await bed.addEndpoint();
      const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1 });
      const ids = await bed.addEvents(endpoint.endpointId, 50);
      await until(async () => ids.some((id) => bed.receiver.ids().has(id)), LONG_MS);
      await redis.flushdb();
      ids.push(...(await bed.addEvents(endpoint.endpointId, 50)));
      redis.disconnect();
      await until(async () => (await waiting(endpoint.endpointId)) === 0, LONG_MS);
      expect(ids.filter((id) => !bed.receiver.ids().has(id))).toEqual([]);
    },
    2 * LONG_MS,
  );
});
