import { randomBytes } from 'node:crypto';
import { createPool } from '../../db/pool.ts';
import { seed } from '../../db/seed.ts';
import { withOrg } from '../../db/tenant.ts';
import { recordTestEvent } from '../../db/webhooks/record-event.ts';
import type { WebhookDeps } from '../../activities/webhooks/drain-webhooks.ts';
import { WEBHOOK_TIMINGS } from '../../domain/webhooks/delivery-plan.ts';
import { webhookSecretKind } from '../../domain/webhooks/webhook-secret-kind.ts';
import { createCustomerHttp } from '../../providers/customer-http/customer-http.ts';
import { createWebhookSender } from '../../providers/webhooks/webhook-sender.ts';
import { composeSecrets } from '../../runtime/compose-secrets.ts';
import { redactText } from '../../runtime/redact.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { testDatabase } from '../harness/test-database.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

/** Deliveries over real Postgres, the real sender, and a customer's server of ours. */
export type WebhookBed = Awaited<ReturnType<typeof createWebhookBed>>;

/** A secret as endpoints get one. */
export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/** Makes the bed; `close` leaves nothing behind. */
export async function createWebhookBed(options: { kek?: Buffer } = {}) {
  const database = await testDatabase();
  const pool = createPool(database.urls.user, { max: 8 });
  const systemPool = createPool(database.urls.system, { max: 3 });
  const { box } = composeSecrets({ current: options.kek ?? randomBytes(32) }, pool);
  const receiver = await WebhookReceiver.start();
  const seeded = await seed({
    ownerUrl: database.urls.owner,
    orgName: 'Hooks',
    adminEmail: 'admin@example.com',
    adminPassword: 'correct horse battery staple',
    carrier: {
      accountSid: `AC${'4'.repeat(32)}`,
      authToken: 'x',
      apiBaseUrl: 'http://127.0.0.1:9',
      cps: 10,
      maxConcurrent: 10,
    },
    numbers: [{ e164: '+12125550104', language: 'en' }],
  });
  const { orgId } = seeded;
  const inOrg = <T>(work: Parameters<typeof withOrg<T>>[2]) => withOrg(pool, orgId, work);
  const tried: string[] = [];
  const developmentHosts = new Set([`127.0.0.1:${receiver.port}`]);
  const deps: WebhookDeps = {
    pool,
    sender: createWebhookSender({
      http: createCustomerHttp({ developmentHosts: [...developmentHosts] }),
      wallMs: () => Date.now(),
      redactText,
    }),
    box,
    timings: WEBHOOK_TIMINGS,
    wallMs: () => Date.now(),
    onTried: (result) => tried.push(result),
  };
  const seal = (endpointId: string, secret: string) => box.seal(orgId, webhookSecretKind(endpointId), secret);
  return {
    urls: database.urls,
    pool,
    systemPool,
    receiver,
    deps,
    orgId,
    seeded,
    inOrg,
    seal,
    /** How each try ended. */
    tried,
    /** An endpoint of the organization that listens for `events`, everything by default. */
    async addEndpoint(events: readonly string[] = ['*'], url = receiver.url) {
      const { rows } = await pool.query<{ id: string }>('SELECT uuidv7() AS id');
      const endpointId = rows[0]?.id ?? '';
      const secret = newSecret();
      const { ciphertext, keyVersion } = await seal(endpointId, secret);
      await inOrg((tx) =>
        insertRow(tx, 'webhook_endpoint', {
          org_id: orgId,
          id: endpointId,
          url,
          events,
          secret_ciphertext: ciphertext,
          secret_key_version: keyVersion,
        }),
      );
      receiver.secrets.push(secret);
      return { orgId, endpointId, secret };
    },
    /** As many test events for an endpoint; their ids, which are the ids of the messages. */
    addEvents: (endpointId: string, count: number) =>
      inOrg(async (tx) => {
        const ids: string[] = [];
        for (let index = 0; index < count; index += 1) {
          const made = await recordTestEvent(tx, endpointId);
          if (made) ids.push(made.eventId);
        }
        return ids;
      }),
    endpoint: async (id: string) =>
      (await inOrg((tx) => tx.query('SELECT * FROM webhook_endpoint WHERE id = $1', [id]))).rows[0],
    deliveries: async (endpointId: string) => {
      const sql = 'SELECT * FROM webhook_delivery WHERE endpoint_id = $1 ORDER BY event_id, id';
      return (await inOrg((tx) => tx.query(sql, [endpointId]))).rows;
    },
    tries: async (endpointId: string) => {
      const sql = `SELECT t.* FROM webhook_delivery_attempt t JOIN webhook_delivery d ON d.id = t.delivery_id
                    WHERE d.endpoint_id = $1 ORDER BY d.id, t.try_no`;
      return (await inOrg((tx) => tx.query(sql, [endpointId]))).rows;
    },
    /** Makes every waiting delivery due and every endpoint one that may be called. */
    hurry: () =>
      inOrg(async (tx) => {
        await tx.query(`UPDATE webhook_delivery SET next_try_at = clock_timestamp() WHERE state = 'pending'`);
        await tx.query(
          'UPDATE webhook_endpoint SET retry_at = clock_timestamp() WHERE retry_at > clock_timestamp()',
        );
      }),
    async close() {
      await receiver.close();
      await Promise.all([pool.end(), systemPool.end()]);
      await database.drop();
    },
  };
}
