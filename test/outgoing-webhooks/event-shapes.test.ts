import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import {
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_EVENTS,
  type WebhookEventType,
} from '../../contracts/webhook-events.ts';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { recordEvent } from '../../db/webhooks/record-event.ts';
import { fillTenant, type Tenant } from '../db/fill-tenant.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';

let database: TestDatabase;
let pool: Pool;
let ours: Tenant;
let theirs: Tenant;
beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 3 });
  ours = await fillTenant(pool, database.urls, 'ours');
  theirs = await fillTenant(pool, database.urls, 'theirs');
}, 120_000);
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** The table that events of a type are about, by the beginning of its name. */
const TABLES: Readonly<Record<string, string>> = {
  call: 'call',
  callback: 'callback',
  campaign: 'campaign',
  contact: 'suppression',
  flow: 'flow_live_change',
  import: 'contact_import',
  incident: 'incident',
  provider_key: 'provider_key',
  recording: 'recording',
  voicemail: 'voicemail',
  webhook: 'webhook_endpoint',
  webhook_endpoint: 'webhook_endpoint',
};
const tableOf = (type: string) => TABLES[type.split('.')[0] ?? ''] ?? '';

async function listen(orgId: string, events: readonly string[]): Promise<void> {
  await withOrg(pool, orgId, async (tx) => {
    await tx.query(`UPDATE webhook_endpoint SET events = $1`, [events]);
  });
}

/** Records an event of every row of its table; answers the payloads. */
function record(orgId: string, type: WebhookEventType): Promise<unknown[]> {
  return withOrg(pool, orgId, async (tx) => {
    const subjects = await tx.query<{ id: string }>(`SELECT id FROM "${tableOf(type)}"`);
    const before = await tx.query('SELECT id FROM webhook_event');
    for (const { id } of subjects.rows) await recordEvent(tx, type, id);
    const { rows } = await tx.query(
      `SELECT v.payload FROM webhook_event v JOIN webhook_delivery d ON d.event_id = v.id WHERE v.id <> ALL($1)`,
      [before.rows.map(({ id }) => id)],
    );
    expect(rows).toHaveLength(subjects.rows.length);
    return rows.map(({ payload }) => payload);
  });
}

describe('the data of an event', () => {
  beforeAll(async () => {
    await listen(ours.orgId, ['*']);
    await withOrg(pool, ours.orgId, async (tx) => {
      await tx.query(`UPDATE webhook_endpoint SET disabled_reason = 'gone'`);
      const person = `from_e164 = '+12125550177', ended_at = now(), answered_at = now(), outcome = 'answered'`;
      await tx.query(`UPDATE call SET ${person}, state = 'completed' WHERE direction = 'inbound'`);
      await tx.query('UPDATE call SET contact_id = $1 WHERE direction = $2', [ours.contactId, 'outbound']);
      await tx.query(`UPDATE voicemail SET from_e164 = '+12125550177'`);
      const { rows } = await tx.query('SELECT phone_hash FROM contact WHERE id = $1', [ours.contactId]);
      const optOut = { org_id: ours.orgId, phone_hash: rows[0].phone_hash, scope: 'all', source: 'sms' };
      await insertRow(tx, 'suppression', optOut);
    });
  });

  it.each(WEBHOOK_EVENT_TYPES)(
    '%s is as the catalogue says, and holds no whole number and no name',
    async (type) => {
      const payloads = await record(ours.orgId, type);
      expect(payloads.length).toBeGreaterThan(0);
      for (const payload of payloads) {
        expect(() => WEBHOOK_EVENTS[type].data.strict().parse(payload)).not.toThrow();
        expect(JSON.stringify(payload)).not.toMatch(/\+\d{7,15}/);
      }
    },
  );

  it('masks the person, whichever way the call went', async () => {
    const calls = (await record(ours.orgId, 'call.completed')) as { direction: string; person: string }[];
    const persons = Object.fromEntries(calls.map(({ direction, person }) => [direction, person]));
    expect(persons).toEqual({ inbound: '+1******0177', outbound: '+1******0123' });
  });
});

describe('an event', () => {
  it('is one row and one delivery for each endpoint that listens, of its organization alone', async () => {
    await listen(ours.orgId, ['campaign.paused', 'call.completed']);
    await listen(theirs.orgId, ['*']);
    const count = (orgId: string) =>
      withOrg(pool, orgId, async (tx) => (await tx.query('SELECT FROM webhook_delivery')).rowCount);
    const [before, beforeTheirs] = [await count(ours.orgId), await count(theirs.orgId)];
    await withOrg(pool, ours.orgId, (tx) => recordEvent(tx, 'campaign.paused', ours.campaignId));
    expect(await count(ours.orgId)).toBe((before ?? 0) + 1);
    expect(await count(theirs.orgId)).toBe(beforeTheirs);
    // Another organization’s row is not there to be told of.
    await withOrg(pool, theirs.orgId, (tx) => recordEvent(tx, 'campaign.paused', ours.campaignId));
    expect(await count(theirs.orgId)).toBe(beforeTheirs);
  });

  it.each([
    ['nobody listens for it', `events = '{call.completed}'`],
    ['the endpoint is disabled', `state = 'disabled'`],
    ['the endpoint is deleted', 'deleted_at = now()'],
  ])('is not even written when %s', async (_, change) => {
    await listen(ours.orgId, ['*']);
    const count = () =>
      withOrg(pool, ours.orgId, async (tx) => (await tx.query('SELECT FROM webhook_event')).rowCount);
    const before = await count();
    await withOrg(pool, ours.orgId, async (tx) => {
      await tx.query(`UPDATE webhook_endpoint SET ${change}`);
      await recordEvent(tx, 'campaign.paused', ours.campaignId);
      await tx.query(`UPDATE webhook_endpoint SET state = 'enabled', deleted_at = NULL`);
    });
    expect(await count()).toBe(before);
  });

  it('goes with the change that it tells of, and is gone when that is undone', async () => {
    await listen(ours.orgId, ['*']);
    const count = () =>
      withOrg(pool, ours.orgId, async (tx) => (await tx.query('SELECT FROM webhook_event')).rowCount);
    const before = await count();
    const undone = withOrg(pool, ours.orgId, async (tx) => {
      await recordEvent(tx, 'campaign.paused', ours.campaignId);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await count()).toBe(before);
  });
});
