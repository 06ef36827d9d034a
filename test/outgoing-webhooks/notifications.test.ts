import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mailNotifications } from '../../activities/notifications/mail-notifications.ts';
import { tidyWebhooks } from '../../db/webhooks/tidy-webhooks.ts';
import { raiseNotification } from '../../db/notifications/raise-notification.ts';
import type { MailMessage } from '../../providers/mail/mail.port.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { createWebhookBed, type WebhookBed } from './webhook-bed.ts';

let bed: WebhookBed;
let endpointId: string;
const sent: MailMessage[] = [];
let refused = 'nobody';

beforeAll(async () => {
  bed = await createWebhookBed();
  ({ endpointId } = await bed.addEndpoint(['call.completed'], 'https://hooks.example.com/secret-path'));
  const person = { org_id: bed.orgId, password_hash: 'x', display_name: 'Somebody' };
  await bed.inOrg(async (tx) => {
    await insertRow(tx, 'user', { ...person, email: 'eva@example.com', role: 'admin', language: 'cs' });
    const quiet = await insertRow(tx, 'user', { ...person, email: 'quiet@example.com', role: 'admin' });
    const document = JSON.stringify({ mailNotifications: false });
    await insertRow(tx, 'user_settings', { org_id: bed.orgId, user_id: quiet, document });
    await insertRow(tx, 'user', { ...person, email: 'agent@example.com', role: 'agent' });
    const gone = { email: 'gone@example.com', role: 'admin', disabled_at: new Date() };
    await insertRow(tx, 'user', { ...person, ...gone });
  });
}, 120_000);
afterAll(() => bed?.close());

const mail = async (message: MailMessage) => {
  if (message.to === refused) throw new Error('no such mailbox');
  sent.push(message);
};
const mailAll = () => mailNotifications({ pool: bed.pool, systemPool: bed.systemPool, mail: { send: mail } });

it('tells whom it concerns, each in their language, and mails those who wish it, once', async () => {
  await bed.inOrg(async (tx) => {
    await tx.query(`UPDATE webhook_endpoint SET disabled_reason = 'gone'`);
    await raiseNotification(tx, 'webhook_endpoint.disabled', endpointId);
  });
  const { rows } = await bed.inOrg((tx) =>
    tx.query(
      `SELECT u.email, n.title, n.body FROM notification n JOIN "user" u ON u.id = n.user_id ORDER BY 1`,
    ),
  );
  expect(rows).toEqual([
    {
      email: 'admin@example.com',
      title: 'A webhook is disabled',
      body: 'Nothing is sent to hooks.example.com any more: gone.',
    },
    {
      email: 'eva@example.com',
      title: 'Webhook je vypnutý',
      body: 'Na hooks.example.com se už nic neposílá: gone.',
    },
    expect.objectContaining({ email: 'quiet@example.com' }),
  ]);
  // One that is refused keeps nobody else from theirs, and is tried again.
  refused = 'admin@example.com';
  await expect(mailAll()).rejects.toThrow('no such mailbox');
  expect(sent.map(({ to }) => to)).toEqual(['eva@example.com']);
  refused = 'nobody';
  expect(await mailAll()).toEqual({ mailed: 1 });
  expect(await mailAll()).toEqual({ mailed: 0 });
  expect(sent.map(({ to }) => to).toSorted()).toEqual(['admin@example.com', 'eva@example.com']);
  expect(sent.map(({ subject }) => subject)).toContain('Hooks: Webhook je vypnutý');
});

it('secrets that no longer sign are destroyed, others stay', async () => {
  const set = (until: string) =>
    bed.inOrg((tx) =>
      tx.query(
        `UPDATE webhook_endpoint SET previous_secret_ciphertext = 'x', previous_secret_key_version = 1,
                previous_secret_until = now() + $1::interval`,
        [until],
      ),
    );
  await set('1 hour');
  expect(await tidyWebhooks(bed.pool, bed.orgId)).toEqual({ secrets: 0, deliveries: 0 });
  await set('-1 second');
  expect(await tidyWebhooks(bed.pool, bed.orgId)).toEqual({ secrets: 1, deliveries: 0 });
  expect(await bed.endpoint(endpointId)).toMatchObject({ previous_secret_ciphertext: null });
});

it('what waits for an endpoint that is gone is canceled, and after a month what waits for one that is disabled', async () => {
  const endings = [
    [`state = 'disabled'`, `now() - interval '29 days'`, 0],
    [`state = 'disabled'`, `now() - interval '31 days'`, 1],
    [`state = 'enabled'`, `now() - interval '31 days'`, 0],
    [`deleted_at = now()`, 'now()', 1],
  ] as const;
  for (const [ending, createdAt, deliveries] of endings) {
    const endpoint = await bed.addEndpoint();
    await bed.addEvents(endpoint.endpointId, 1);
    await bed.inOrg(async (tx) => {
      await tx.query(`UPDATE webhook_endpoint SET ${ending} WHERE id = $1`, [endpoint.endpointId]);
      await tx.query(`UPDATE webhook_delivery SET created_at = ${createdAt}`);
    });
    expect({ ending, ...(await tidyWebhooks(bed.pool, bed.orgId)) }).toEqual({
      ending,
      secrets: 0,
      deliveries,
    });
    await bed.inOrg((tx) =>
      tx.query(`UPDATE webhook_delivery SET state = 'canceled' WHERE state = 'pending'`),
    );
  }
});
