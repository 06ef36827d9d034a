import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool, PoolClient } from 'pg';
import { createCampaignStore } from '../../db/campaigns/campaign-store.ts';
import { suppressNumber } from '../../db/dialing/opt-out.ts';
import { makeLive } from '../../db/flows/flow-versions.ts';
import { finishImport, loadImport } from '../../db/imports/import-store.ts';
import { closeInboundCall } from '../../db/inbound/close-inbound-call.ts';
import { openInboundCall } from '../../db/inbound/open-inbound-call.ts';
import { createPool } from '../../db/pool.ts';
import { saveFetched } from '../../db/recordings/fetch-recording.ts';
import { withOrg } from '../../db/tenant.ts';
import { DIAL_TIMINGS } from '../../domain/call/dial-timings.ts';
import { hashPhone } from '../../providers/crypto/hash-phone.ts';
import { recordVoicemail } from '../../db/voicemail/record-voicemail.ts';
import { fillTenant, type Tenant } from '../db/fill-tenant.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';

let database: TestDatabase;
let pool: Pool;
let tenant: Tenant;
beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 3 });
  tenant = await fillTenant(pool, database.urls, 'tenant');
  await inOrg((tx) => tx.query(`UPDATE webhook_endpoint SET events = '{*}'`));
}, 120_000);
afterAll(async () => {
  await pool.end();
  await database.drop();
});

let after = '';
beforeEach(async () => {
  after = (await inOrg((tx) => tx.query('SELECT max(id::text) AS id FROM webhook_event'))).rows[0].id;
});

const inOrg = <T>(work: (tx: PoolClient) => Promise<T>) => withOrg(pool, tenant.orgId, work);

/** Types of the events since the test began, oldest first. */
async function told(): Promise<string[]> {
  const { rows } = await inOrg((tx) =>
    tx.query('SELECT type FROM webhook_event WHERE id > $1 ORDER BY id', [after]),
  );
  return rows.map(({ type }) => type);
}

/** Kinds of the notifications that wait. */
async function notified(): Promise<string[]> {
  const { rows } = await inOrg((tx) =>
    tx.query(`SELECT kind FROM notification WHERE kind <> 'voicemail.new' ORDER BY id`),
  );
  return rows.map(({ kind }) => kind);
}

const idOf = async (table: string, where = 'true'): Promise<string> =>
  (await inOrg((tx) => tx.query(`SELECT id FROM ${table} WHERE ${where}`))).rows[0].id;

describe('told once, however often it is asked for', () => {
  it('a campaign is paused, resumed and completed', async () => {
    const store = createCampaignStore(pool);
    const campaign = { orgId: tenant.orgId, campaignId: tenant.campaignId };
    const steer = (version: number, paused: boolean) =>
      store.writeControl(campaign, { version, paused, canceled: false, by: 'test', reason: null });
    for (const version of [2, 3]) await steer(version, true);
    await steer(3, true);
    for (const version of [4, 5]) await steer(version, false);
    for (let time = 0; time < 2; time += 1) await store.finish(campaign, 'completed');
    expect(await told()).toEqual(['campaign.paused', 'campaign.resumed', 'campaign.completed']);
    expect(await notified()).toEqual(['campaign.finished']);
  });

  it.each([
    [null, 'import.completed'],
    ['import.no_header', 'import.failed'],
  ])('an import ends with %s', async (errorCode, type) => {
    await inOrg((tx) => tx.query(`UPDATE contact_import SET state = 'running'`));
    const job = await loadImport(pool, tenant.orgId, await idOf('contact_import'));
    if (!job) throw new Error('there is no import');
    for (let time = 0; time < 2; time += 1) await finishImport(pool, job, { atByte: 0, errorCode });
    expect(await told()).toEqual([type]);
    expect((await notified()).includes('import.failed')).toBe(errorCode !== null);
  });

  it('a number is put on the do-not-call list', async () => {
    const hash = Buffer.alloc(32, 9);
    for (let time = 0; time < 2; time += 1)
      await inOrg((tx) => suppressNumber(tx, hash, { scope: 'all', source: 'test' }));
    expect(await told()).toEqual(['contact.opted_out']);
  });

  it('another version of a flow goes live', async () => {
    const [flowId, versionId] = [await idOf('flow'), await idOf('flow_version')];
    const change = { orgId: tenant.orgId, flowId, userId: null };
    await inOrg((tx) => makeLive(tx, change, versionId, 'rollback'));
    expect(await told()).toEqual(['flow.published']);
  });

  it('a caller leaves a message, and its sound is fetched', async () => {
    const callId = await idOf('call', `provider_call_id = 'CA-in'`);
    const left = { orgId: tenant.orgId, callId, effectId: randomUUID(), providerRecordingId: 'RE9' };
    for (let time = 0; time < 2; time += 1) await recordVoicemail(pool, { ...left, durationMs: 2_000 });
    const recordingId = await idOf('recording', `provider_recording_id = 'RE9'`);
    await inOrg((tx) => tx.query(`UPDATE recording SET state = 'available' WHERE id = $1`, [recordingId]));
    const kept = { storageKey: 'key', sha256: 'ab', byteSize: 1, contentType: 'audio/wav' };
    for (let time = 0; time < 2; time += 1)
      await saveFetched(pool, { orgId: tenant.orgId, recordingId, tries: 1 }, kept);
    expect(await told()).toEqual(['voicemail.created', 'recording.available']);
  });

  it('a caller is answered', async () => {
    const callIn = (callSid: string) => {
      const incoming = { orgId: tenant.orgId, provider: 'twilio', accountSid: 'AC1', callSid };
      const numbers = { to: '+12125550100', from: '+12125550188' };
      return openInboundCall(pool, { ...incoming, ...numbers }, { timings: DIAL_TIMINGS, hashPhone });
    };
    await callIn('CA-nobody-answers');
    expect(await told()).toEqual([]);
    await inOrg(async (tx) => {
      await tx.query('UPDATE flow SET live_version_id = (SELECT id FROM flow_version LIMIT 1)');
      await tx.query('UPDATE phone_number SET flow_id = (SELECT id FROM flow LIMIT 1)');
    });
    for (let time = 0; time < 2; time += 1) await callIn('CA-answered');
    expect(await told()).toEqual(['call.answered']);
  });

  it('an inbound call is over', async () => {
    const callId = await idOf('call', `provider_call_id = 'CA-in'`);
    const closing = { disposition: 'heard', path: [], variables: {}, language: null };
    await closeInboundCall(pool, { orgId: tenant.orgId, callId }, closing);
    expect(await told()).toEqual([]);
    await inOrg((tx) => tx.query('UPDATE call SET ended_at = now() WHERE id = $1', [callId]));
    for (let time = 0; time < 2; time += 1)
      await closeInboundCall(pool, { orgId: tenant.orgId, callId }, closing);
    expect(await told()).toEqual(['call.completed']);
  });
});
