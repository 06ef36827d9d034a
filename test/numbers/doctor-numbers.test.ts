import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool } from '../../db/pool.ts';
import { seed } from '../../db/seed.ts';
import { withOrg } from '../../db/tenant.ts';
import { NO_URLS, type NumberUrls, ownNumberUrls } from '../../domain/number/number-urls.ts';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { createTwilioNumbers } from '../../providers/twilio/incoming-numbers.ts';
import { numberFindings } from '../../tools/doctor/check-numbers.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';

const SOUND = '+12125550180';
const DRIFTED = '+12125550181';
const OUTDATED = '+12125550182';
const GONE = '+12125550183';
const CUT_OFF = '+12125550184';
const FREE = '+12125550185';
const ORIGINS = { publicUrl: 'http://localhost:1', fallbackUrl: 'http://127.0.0.1:1' };
const OLD = { publicUrl: 'http://localhost:2', fallbackUrl: 'http://127.0.0.1:2' };

let database: TestDatabase;
let pool: Pool;
let emulator: Emulator;
let orgId: string;
const directory = mkdtempSync(join(tmpdir(), 'evercall-doctor-'));
const numbers = createTwilioNumbers();

const account = () => ({
  id: '',
  provider: 'twilio',
  accountSid: emulator.accountSid,
  authToken: emulator.authToken,
  apiBaseUrl: emulator.url,
});

/** Writes a number at the emulator as its customer would. */
async function writeAtCarrier(e164: string, urls: NumberUrls): Promise<void> {
  const port = numbers.forAccount(account());
  const found = await port.findNumber(e164);
  if (found.kind !== 'found') throw new Error(`The emulator has no ${e164}.`);
  expect(await port.writeUrls(found.number.providerNumberId, urls)).toMatchObject({ kind: 'found' });
}

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 3 });
  emulator = await startEmulator({
    truthPath: join(directory, 'truth.jsonl'),
    numbers: [SOUND, DRIFTED, OUTDATED, CUT_OFF, FREE],
    allowHosts: ['elsewhere.example.com'],
  });
  const seeded = await seed({
    ownerUrl: database.urls.owner,
    orgName: 'Clinic',
    adminEmail: 'admin@example.com',
    adminPassword: 'correct horse battery staple',
    carrier: {
      accountSid: emulator.accountSid,
      authToken: emulator.authToken,
      apiBaseUrl: emulator.url,
      cps: 1,
      maxConcurrent: 1,
    },
    numbers: [SOUND, DRIFTED, OUTDATED, GONE, CUT_OFF, FREE].map((e164) => ({ e164, language: 'en' })),
  });
  orgId = seeded.orgId;
  await writeRows(ownNumberUrls(ORIGINS, 'clinic'), ownNumberUrls(OLD, 'clinic'));
}, 120_000);

afterAll(async () => {
  await emulator?.close();
  await pool?.end();
  await database?.drop();
  rmSync(directory, { recursive: true, force: true });
});

async function writeRows(ours: NumberUrls, old: NumberUrls): Promise<void> {
  const rows: [string, object][] = [
    [SOUND, { ...ours, pendingChange: null }],
    [DRIFTED, { ...ours, pendingChange: null }],
    [OUTDATED, { ...old, pendingChange: null }],
    [GONE, { ...ours, pendingChange: null }],
    [CUT_OFF, { ...ours, pendingChange: 'attach', pendingUntil: '2026-01-01T00:00:00.000Z' }],
  ];
  await withOrg(pool, orgId, async (tx) => {
    for (const [e164, written] of rows) {
      await tx.query('UPDATE phone_number SET written_urls = $2, previous_urls = $3 WHERE e164 = $1', [
        e164,
        JSON.stringify(written),
        JSON.stringify(NO_URLS),
      ]);
    }
  });
  await writeAtCarrier(SOUND, ours);
  await writeAtCarrier(DRIFTED, { ...ours, voiceUrl: 'http://elsewhere.example.com/voice' });
  await writeAtCarrier(OUTDATED, old);
}

describe('the doctor', () => {
  it('tells of every attached number how it is', async () => {
    const findings = await numberFindings(pool, numbers, ORIGINS);
    expect(findings.map(({ part, state }) => [part, state])).toEqual([
      [SOUND, 'ok'],
      [DRIFTED, 'broken'],
      [OUTDATED, 'broken'],
      [GONE, 'broken'],
      [CUT_OFF, 'warning'],
    ]);
    const noteOf = (e164: string) => findings.find(({ part }) => part === e164)?.note;
    expect(noteOf(DRIFTED)).toContain('voiceUrl is http://elsewhere.example.com/voice');
    expect(noteOf(OUTDATED)).toContain('ours no more');
    expect(noteOf(GONE)).toContain('does not have it');
    expect(noteOf(CUT_OFF)).toContain('attaching');
    expect(findings.filter(({ state }) => state !== 'ok').every(({ mend }) => mend !== null)).toBe(true);
    expect(findings.every(({ how }) => how === 'organization clinic')).toBe(true);
  });

  it('holds a carrier that does not answer against nobody', async () => {
    const silent = {
      forAccount: () => ({
        ...numbers.forAccount(account()),
        findNumber: async () => ({ kind: 'unavailable' as const, reason: 'timeout' }),
      }),
    };
    const findings = await numberFindings(pool, silent, ORIGINS);
    expect(new Set(findings.map(({ state }) => state))).toEqual(new Set(['warning']));
  });
});
