import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { createDialingActivities } from '../../activities/dialing/dialing.activities.ts';
import type { DialingDeps } from '../../activities/dialing/dialing-deps.ts';
import { type ClaimedContact, claimDueContacts } from '../../db/dialing/claim-due-contacts.ts';
import { DIAL_SQL } from '../../db/dialing/dial.sql.ts';
import { createPool } from '../../db/pool.ts';
import { seed } from '../../db/seed.ts';
import { withOrg } from '../../db/tenant.ts';
import { DIAL_TIMINGS, scaleTimings } from '../../domain/call/dial-timings.ts';
import { currentRulePack } from '../../domain/compliance/rule-pack.ts';
import type { EmulatorConfig } from '../../emulator/config.ts';
import { startEmulator } from '../../emulator/start-emulator.ts';
import { attemptLink } from '../../providers/crypto/attempt-link.ts';
import { hashPhone } from '../../providers/crypto/hash-phone.ts';
import { createTwilioRegistry } from '../../providers/twilio/twilio-carrier.ts';
import { testDatabase } from '../harness/test-database.ts';
import { receiveWebhooks, type WebhookReceiver } from './webhook-receiver.ts';

/** A campaign row's own settings; what is left out has a wide default. */
export interface CampaignSettings {
  maxConcurrent?: number;
  maxAttempts?: number;
  budgetMicros?: number | null;
  costMicros?: number;
  capPerNumber?: number;
}

/** How a bed is made. */
export interface BedOptions {
  cps?: number;
  emulator?: Partial<EmulatorConfig>;
  deps?: Partial<DialingDeps>;
}

/** One line of the emulator's truth file. */
export interface TruthLine {
  event: string;
  at: number;
  to?: string;
  callSid?: string;
  [detail: string]: unknown;
}

/** Dialling on real Postgres, the real carrier library and the emulator, with one organization. */
export type DialingBed = Awaited<ReturnType<typeof createDialingBed>>;

const FROM = '+12125550100';
/** Wednesday, 17:00 UTC: inside the calling window of every zone used here. */
const RULE_START_MS = Date.UTC(2026, 10, 18, 17);

/** Test timings: waits of a hundredth, requests of a second and a half. */
export const BED_TIMINGS = { ...scaleTimings(DIAL_TIMINGS, 0.01), connectMs: 500, totalMs: 1500 };

/** Makes the bed; `close` leaves nothing behind. */
export async function createDialingBed(options: BedOptions = {}) {
  const database = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'dialing-'));
  const pool = createPool(database.urls.user, { max: 24 });
  const systemPool = createPool(database.urls.system, { max: 6 });
  const emulator = await startEmulator({
    timeScale: 50,
    cps: 1000,
    concurrency: 500,
    truthPath: join(directory, 'truth.jsonl'),
    ...options.emulator,
  });
  const { accountSid, authToken } = emulator;
  const organization = await seed({
    ownerUrl: database.urls.owner,
    orgName: 'Bed',
    adminEmail: 'admin@example.com',
    adminPassword: 'correct horse battery staple',
    carrier: {
      accountSid,
      authToken,
      apiBaseUrl: emulator.url,
      cps: options.cps ?? 200,
      maxConcurrent: 1000,
    },
    numbers: [{ e164: FROM, language: 'en' }],
    ruleClock: { baseAppMs: RULE_START_MS, baseRealMs: Date.now(), rate: 1 },
  });
  const { orgId } = organization;
  await withOrg(pool, orgId, (tx) => tx.query('UPDATE organization SET max_call_seconds = 60'));
  const keys = await readKeys(pool, orgId);
  const receiver: WebhookReceiver = await receiveWebhooks({ pool, timings: BED_TIMINGS }, () => ({
    orgId,
    linkKey: keys.linkKey,
    accountSid,
    authToken,
  }));
  const deps: DialingDeps = {
    pool,
    carriers: createTwilioRegistry(),
    signCall: attemptLink.sign,
    publicUrl: receiver.url,
    fallbackUrl: receiver.url,
    timings: BED_TIMINGS,
    rulepack: currentRulePack,
    sql: DIAL_SQL,
    killPoint: () => {},
    metrics: { dialled: () => {}, repaired: () => {}, relayed: () => {} },
    ...options.deps,
  };
  const inOrg = <T>(work: (tx: PoolClient) => Promise<T>) => withOrg(pool, orgId, work);
  const phoneNumberId = organization.phoneNumberIds[FROM] as string;
  return {
    orgId,
    pool,
    systemPool,
    deps,
    receiver,
    emulator,
    inOrg,
    carrierAccountId: organization.carrierAccountId,
    activities: createDialingActivities(deps),
    addCampaign: (settings: CampaignSettings = {}) => inOrg((tx) => addCampaign(tx, phoneNumberId, settings)),
    addContact: (campaignId: string, e164: string) =>
      inOrg((tx) => addContact(tx, campaignId, e164, hashPhone(keys.phoneHashKey, e164))),
    phoneHash: (e164: string) => hashPhone(keys.phoneHashKey, e164),
    claim: (campaignId: string, limit = 1000): Promise<ClaimedContact[]> =>
      claimDueContacts(pool, { orgId, campaignId, limit, timings: deps.timings }),
    row: async <T extends object>(sql: string, values: unknown[] = []): Promise<T> =>
      (await inOrg((tx) => tx.query<T>(sql, values))).rows[0] as T,
    rows: async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
      (await inOrg((tx) => tx.query<T>(sql, values))).rows,
    truth: (): TruthLine[] => readTruth(emulator.truthPath),
    async close() {
      await emulator.close();
      await receiver.close();
      await Promise.all([pool.end(), systemPool.end()]);
      await database.drop();
      rmSync(directory, { recursive: true });
    },
  };
}

async function readKeys(pool: Pool, orgId: string) {
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<{ phone_hash_key: Buffer; link_key: Buffer }>(
      'SELECT phone_hash_key, link_key FROM organization',
    ),
  );
  const keys = rows[0];
  if (!keys) throw new Error('the organization was not seeded');
  return { phoneHashKey: keys.phone_hash_key, linkKey: keys.link_key };
}

async function addCampaign(
  tx: PoolClient,
  phoneNumberId: string,
  settings: CampaignSettings,
): Promise<string> {
  const {
    maxConcurrent = 500,
    maxAttempts = 3,
    budgetMicros = null,
    costMicros = 100,
    capPerNumber = 10,
  } = settings;
  const { rows } = await tx.query<{ id: string }>(
    `WITH list AS (INSERT INTO call_list (org_id, name) VALUES (current_setting('app.org')::uuid, uuidv7()::text) RETURNING *),
          flow AS (INSERT INTO flow (org_id, name) VALUES (current_setting('app.org')::uuid, uuidv7()::text) RETURNING *),
          made AS (
            INSERT INTO campaign (org_id, name, state, call_list_id, flow_id, phone_number_id, purpose, max_concurrent,
                                  max_attempts, budget_micros, cost_per_call_micros, cap_per_number, retry_delay_minutes)
            SELECT list.org_id, 'Test', 'running', list.id, flow.id, $1, 'informational', $2, $3, $4, $5, $6,
                   '{"busy": 60, "no_answer": 60, "failed": 60}'
              FROM list, flow RETURNING *),
          control AS (
            INSERT INTO campaign_control (org_id, campaign_id, max_concurrent, budget_micros, updated_by)
            SELECT org_id, id, $2, $4, 'test' FROM made),
          counter AS (INSERT INTO campaign_counter (org_id, campaign_id) SELECT org_id, id FROM made)
     SELECT id FROM made`,
    [phoneNumberId, maxConcurrent, maxAttempts, budgetMicros, costMicros, capPerNumber],
  );
  return (rows[0] as { id: string }).id;
}

async function addContact(
  tx: PoolClient,
  campaignId: string,
  e164: string,
  phoneHash: Buffer,
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `WITH person AS (
            INSERT INTO contact (org_id, phone_hash, language, country, source)
            VALUES (current_setting('app.org')::uuid, $2, 'en', 'US', 'test')
            ON CONFLICT (org_id, phone_hash) DO UPDATE SET source = 'test' RETURNING *),
          pii AS (
            INSERT INTO contact_pii (org_id, contact_id, phone_e164) SELECT org_id, id, $3 FROM person
            ON CONFLICT DO NOTHING)
     INSERT INTO campaign_contact (org_id, campaign_id, contact_id) SELECT org_id, $1, id FROM person
     RETURNING contact_id AS id`,
    [campaignId, phoneHash, e164],
  );
  return (rows[0] as { id: string }).id;
}

function readTruth(path: string): TruthLine[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as TruthLine);
}
