import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { drainWebhooks } from '../../activities/webhooks/drain-webhooks.ts';
import { createWebhookActivities } from '../../activities/webhooks/webhook.activities.ts';
import { dueEndpoints, stalledEndpoints } from '../../db/webhooks/endpoints-at-work.ts';
import {
  type DeliveryRow,
  READ_DELIVERIES,
  toDelivery,
} from '../../api/endpoints/webhook-endpoints/delivery-row.ts';
import { createWebhookBed, newSecret, type WebhookBed } from './webhook-bed.ts';

let bed: WebhookBed;
beforeAll(async () => {
  bed = await createWebhookBed();
}, 120_000);
afterEach(async () => {
  bed.receiver.answer = () => 204;
  bed.receiver.answerBody = '';
  bed.receiver.received.length = 0;
  bed.receiver.refused = 0;
  await bed.inOrg((tx) => tx.query(`UPDATE webhook_endpoint SET deleted_at = clock_timestamp()`));
});
afterAll(() => bed?.close());

const first = (endpoint: { orgId: string; endpointId: string }) => drainWebhooks(bed.deps, endpoint, 'first');
const round = (endpoint: { orgId: string; endpointId: string }) =>
  createWebhookActivities(bed.deps).drainWebhooks(endpoint);

describe('a first try', () => {
  it('delivers every message once, signed so that the library verifies it', async () => {
    const endpoint = await bed.addEndpoint();
    const ids = await bed.addEvents(endpoint.endpointId, 9);
    expect(await dueEndpoints(bed.systemPool, 10)).toEqual([
      { orgId: bed.orgId, endpointId: endpoint.endpointId },
    ]);
    expect(await first(endpoint)).toEqual({ delivered: 9, failed: 0 });
    expect(bed.receiver.received.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(bed.receiver.received[0]).toMatchObject({
      type: 'webhook.test',
      data: { endpointId: endpoint.endpointId },
    });
    const rows = await bed.deliveries(endpoint.endpointId);
    expect(rows.map(({ state, tries, last_status }) => [state, tries, last_status])).toEqual(
      rows.map(() => ['delivered', 1, 204]),
    );
    expect(await dueEndpoints(bed.systemPool, 10)).toEqual([]);
    expect(await first(endpoint)).toEqual({ delivered: 0, failed: 0 });
  });

  it('that fails leaves the message to the run, with what came back and no number in it', async () => {
    const endpoint = await bed.addEndpoint();
    await bed.addEvents(endpoint.endpointId, 1);
    bed.receiver.answer = () => 400;
    bed.receiver.answerBody = `no customer +12125550123 here ${'x'.repeat(10_000)}`;
    expect(await first(endpoint)).toEqual({ delivered: 0, failed: 1 });
    expect(await first(endpoint)).toEqual({ delivered: 0, failed: 0 });
    const [attempt] = await bed.tries(endpoint.endpointId);
    expect(attempt).toMatchObject({ try_no: 1, status: 400, error: 'http_400' });
    expect(attempt.response_excerpt).toHaveLength(500);
    expect(attempt.response_excerpt).toMatch(/^no customer \[number\] here x/);
    const { failing_since, retry_at } = await bed.endpoint(endpoint.endpointId);
    expect(failing_since).not.toBeNull();
    expect(retry_at).toBeNull();
    const late = await stalledEndpoints(bed.systemPool, null, 10);
    expect(late).toEqual([{ orgId: bed.orgId, endpointId: endpoint.endpointId }]);
    expect(await stalledEndpoints(bed.systemPool, 0, 10)).toEqual([]);
  });

  it('of two processes at once is made by one of them', async () => {
    const endpoint = await bed.addEndpoint();
    const ids = await bed.addEvents(endpoint.endpointId, 20);
    await Promise.all([first(endpoint), first(endpoint), first(endpoint)]);
    expect(bed.receiver.received).toHaveLength(20);
    expect(bed.receiver.ids()).toEqual(new Set(ids));
  });

  it('whose process died before it was written down is made again, as the same message', async () => {
    const endpoint = await bed.addEndpoint();
    const [id] = await bed.addEvents(endpoint.endpointId, 1);
    const died = { ...bed.deps, timings: { ...bed.deps.timings, leaseMs: 0 } };
    const sender = {
      send: async (message: Parameters<typeof bed.deps.sender.send>[0]) => {
        await bed.deps.sender.send(message);
        throw new Error('killed');
      },
    };
    await expect(drainWebhooks({ ...died, sender }, endpoint, 'first')).rejects.toThrow('killed');
    expect(await first(endpoint)).toEqual({ delivered: 1, failed: 0 });
    expect(bed.receiver.received.map((message) => message.id)).toEqual([id, id]);
    expect(bed.receiver.received[0]?.rawBody).toBe(bed.receiver.received[1]?.rawBody);
  });
});

describe('an endpoint', () => {
  it('that is down is left alone, then takes everything from its run, and is up again', async () => {
    const endpoint = await bed.addEndpoint();
    const ids = await bed.addEvents(endpoint.endpointId, 30);
    bed.receiver.answer = () => 503;
    expect(await first(endpoint)).toEqual({ delivered: 0, failed: 4 });
    const down = await bed.endpoint(endpoint.endpointId);
    expect(down.failures).toBe(1);
    expect(down.retry_at.getTime()).toBeGreaterThan(Date.now());
    expect(await dueEndpoints(bed.systemPool, 10)).toEqual([]);
    expect(await first(endpoint)).toEqual({ delivered: 0, failed: 0 });

    const resting = await round(endpoint);
    expect(resting).toMatchObject({ delivered: 0, failed: 0 });
    expect(resting.waitMs).toBeGreaterThan(1_000);
    expect(resting.waitMs).toBeLessThanOrEqual(5_000);

    await bed.hurry();
    expect((await round(endpoint)).waitMs).toBeGreaterThan(5_000);
    expect((await bed.endpoint(endpoint.endpointId)).failures).toBe(2);

    bed.receiver.answer = () => 200;
    bed.receiver.received.length = 0;
    await bed.hurry();
    // What it may make first tries of again is no longer the run's.
    const [ofRun, ofJobs] = [await round(endpoint), await first(endpoint)];
    expect(ofRun.waitMs).toBeNull();
    expect(ofRun.delivered + ofJobs.delivered).toBe(30);
    expect(bed.receiver.ids()).toEqual(new Set(ids));
    expect(await bed.endpoint(endpoint.endpointId)).toMatchObject({
      failing_since: null,
      failures: 0,
      retry_at: null,
    });
  });

  it.each([
    [429, () => '120', 120_000],
    [503, () => new Date(Date.now() + 120_000).toUTCString(), 119_000],
    [503, () => '1', 5_000],
    [429, () => '86400', 3_600_000],
    [503, () => 'soon', 5_000],
  ])(
    'that answers %i and asks for a wait is given it, within bounds, and its schedule shows it (%#)',
    async (status, retryAfter, leastMs) => {
      const endpoint = await bed.addEndpoint();
      await bed.addEvents(endpoint.endpointId, 1);
      bed.receiver.answer = () => ({ status, headers: { 'retry-after': retryAfter() } });
      const beforeMs = Date.now();
      expect(await first(endpoint)).toEqual({ delivered: 0, failed: 1 });
      const tookMs = Date.now() - beforeMs;
      const [row] = await bed.inOrg(async (tx) => {
        const { rows } = await tx.query<DeliveryRow>(`${READ_DELIVERIES} WHERE d.endpoint_id = $1`, [
          endpoint.endpointId,
        ]);
        return rows;
      });
      if (!row) throw new Error('The delivery is gone.');
      const { schedule, lastStatus } = toDelivery(row);
      const waitMs = Date.parse(schedule[0] ?? '') - beforeMs;
      expect({ lastStatus, tries: schedule.length }).toEqual({ lastStatus: status, tries: 9 });
      expect(waitMs).toBeGreaterThanOrEqual(leastMs);
      // A tenth is what keeps everything from being sent at once.
      expect(waitMs).toBeLessThanOrEqual(leastMs * 1.1 + 1_500 + tookMs);
      const { retry_at } = await bed.endpoint(endpoint.endpointId);
      expect(retry_at.getTime() - beforeMs).toBeGreaterThanOrEqual(leastMs);
      // The message itself waits too, even when another one shows that the endpoint is up.
      const [{ next_try_at }] = await bed.deliveries(endpoint.endpointId);
      expect(next_try_at.getTime() - beforeMs).toBeGreaterThanOrEqual(leastMs);
      const { waitMs: roundMs } = await round(endpoint);
      expect((roundMs ?? 0) + Date.now() - beforeMs).toBeGreaterThanOrEqual(leastMs);
      // Nor is what comes in meanwhile sent before.
      bed.receiver.received.length = 0;
      await bed.addEvents(endpoint.endpointId, 1);
      expect(await first(endpoint)).toEqual({ delivered: 0, failed: 0 });
      expect(bed.receiver.received).toEqual([]);
    },
  );

  it('that asks for different waits at once is given the longest', async () => {
    const endpoint = await bed.addEndpoint();
    await bed.addEvents(endpoint.endpointId, 3);
    let asked = 0;
    bed.receiver.answer = () => {
      asked += 1;
      return { status: 429, headers: { 'retry-after': String(asked * 100) } };
    };
    expect(await first(endpoint)).toEqual({ delivered: 0, failed: 3 });
    const { retry_at, failures } = await bed.endpoint(endpoint.endpointId);
    expect(failures).toBe(1);
    expect(retry_at.getTime() - Date.now()).toBeGreaterThan(250_000);
    await bed.hurry();
    bed.receiver.answer = () => 204;
    const [ofRun, ofJobs] = [await round(endpoint), await first(endpoint)];
    expect(ofRun.delivered + ofJobs.delivered).toBe(3);
  });

  it('that answers 410 is disabled at once, and the others are told', async () => {
    const endpoint = await bed.addEndpoint(['webhook.test']);
    const other = await bed.addEndpoint(['webhook_endpoint.disabled']);
    await bed.addEvents(endpoint.endpointId, 1);
    bed.receiver.answer = () => 410;
    await first(endpoint);
    expect(await bed.endpoint(endpoint.endpointId)).toMatchObject({
      state: 'disabled',
      disabled_reason: 'gone',
    });
    expect((await round(endpoint)).waitMs).toBeNull();
    bed.receiver.answer = () => 204;
    bed.receiver.received.length = 0;
    await first(other);
    expect(bed.receiver.received).toMatchObject([
      {
        type: 'webhook_endpoint.disabled',
        data: { endpointId: endpoint.endpointId, reason: 'gone' },
      },
    ]);
  });

  it('that has failed for five days is disabled, one that succeeded in between is not', async () => {
    const endpoint = await bed.addEndpoint();
    bed.receiver.answer = () => 400;
    const failAfter = async (hours: number) => {
      await bed.addEvents(endpoint.endpointId, 1);
      await bed.inOrg((tx) =>
        tx.query(
          'UPDATE webhook_endpoint SET failing_since = clock_timestamp() - make_interval(hours => $2) WHERE id = $1',
          [endpoint.endpointId, hours],
        ),
      );
      await first(endpoint);
      return bed.endpoint(endpoint.endpointId);
    };
    expect(await failAfter(119)).toMatchObject({ state: 'enabled' });
    bed.receiver.answer = () => 204;
    expect(await failAfter(121)).toMatchObject({ state: 'enabled', failing_since: null });
    bed.receiver.answer = () => 400;
    expect(await failAfter(121)).toMatchObject({ state: 'disabled', disabled_reason: 'failing' });
  });

  it('inside our own network is never called', async () => {
    const endpoint = await bed.addEndpoint(['*'], 'https://127.0.0.1/hooks');
    await bed.addEvents(endpoint.endpointId, 1);
    await first(endpoint);
    expect(await bed.tries(endpoint.endpointId)).toMatchObject([
      { status: null, error: 'refused.address_not_public' },
    ]);
  });

  it('that redirects is not followed', async () => {
    const endpoint = await bed.addEndpoint();
    await bed.addEvents(endpoint.endpointId, 1);
    bed.receiver.answer = () => ({ status: 307, headers: { location: bed.receiver.url } });
    await first(endpoint);
    expect(bed.receiver.received).toHaveLength(1);
    expect(await bed.tries(endpoint.endpointId)).toMatchObject([{ status: 307, error: 'http_307' }]);
  });

  it('whose secret is being rotated gets both signatures, later the new one alone', async () => {
    const endpoint = await bed.addEndpoint();
    const renewed = newSecret();
    const sealed = await bed.seal(endpoint.endpointId, renewed);
    const rotate = (until: string) =>
      bed.inOrg((tx) =>
        tx.query(
          `UPDATE webhook_endpoint SET secret_ciphertext = $2, secret_key_version = $3,
             previous_secret_ciphertext = coalesce(previous_secret_ciphertext, secret_ciphertext),
             previous_secret_key_version = secret_key_version, previous_secret_until = now() + $4::interval WHERE id = $1`,
          [endpoint.endpointId, sealed.ciphertext, sealed.keyVersion, until],
        ),
      );
    await rotate('1 hour');
    for (const secret of [endpoint.secret, renewed]) {
      bed.receiver.secrets = [secret];
      await bed.addEvents(endpoint.endpointId, 1);
      await first(endpoint);
      expect(bed.receiver.received.at(-1)?.signatures).toHaveLength(2);
    }
    expect(bed.receiver.refused).toBe(0);
    await rotate('-1 hour');
    bed.receiver.secrets = [endpoint.secret];
    await bed.addEvents(endpoint.endpointId, 1);
    await first(endpoint);
    expect(bed.receiver.refused).toBe(1);
  });
});

describe('a message', () => {
  it('is given up after ten tries over its schedule, every one of them with the same id', async () => {
    const endpoint = await bed.addEndpoint();
    const [id] = await bed.addEvents(endpoint.endpointId, 1);
    bed.receiver.answer = () => 404;
    await first(endpoint);
    const waits: number[] = [];
    for (let tries = 1; tries < 10; tries += 1) {
      const [row] = await bed.deliveries(endpoint.endpointId);
      waits.push(Math.round((row.next_try_at.getTime() - Date.now()) / 60_000));
      await bed.hurry();
      await round(endpoint);
    }
    // Each wait may be a tenth longer.
    const planned = [0, 5, 30, 120, 300, 600, 840, 1_200, 1_440];
    expect(waits.every((wait, index) => wait >= planned[index]! && wait <= planned[index]! * 1.1 + 1)).toBe(
      true,
    );
    const [row] = await bed.deliveries(endpoint.endpointId);
    expect(row).toMatchObject({ state: 'failed', tries: 10, last_error: 'http_404' });
    expect(bed.receiver.received.map((message) => message.id)).toEqual(Array.from({ length: 10 }, () => id));
    expect((await round(endpoint)).waitMs).toBeNull();
  });
});
