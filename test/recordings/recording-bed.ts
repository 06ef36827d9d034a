import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { type Recording, RecordingServer } from './recording-server.ts';
import type { RecordingDeps } from '../../activities/recording/recording-deps.ts';
import { createPool } from '../../db/pool.ts';
import { seed } from '../../db/seed.ts';
import { withOrg } from '../../db/tenant.ts';
import { createFileStore } from '../../providers/storage/file-store.ts';
import { createTwilioRecordings } from '../../providers/twilio/recordings.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { testDatabase } from '../harness/test-database.ts';

const ACCOUNT = `AC${'3'.repeat(32)}`;
const TOKEN = 'recording bed token';

/** Fetching over real Postgres, the real adapter, and a carrier that hands out sounds. */
export type RecordingBed = Awaited<ReturnType<typeof createRecordingBed>>;

/** Makes the bed; `close` leaves nothing behind. */
export async function createRecordingBed() {
  const database = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'evercall-recordings-'));
  const pool = createPool(database.urls.user, { max: 6 });
  const systemPool = createPool(database.urls.system, { max: 3 });
  const carrier = await RecordingServer.start(ACCOUNT, TOKEN);
  const { orgId } = await seed({
    ownerUrl: database.urls.owner,
    orgName: 'Recordings',
    adminEmail: 'admin@example.com',
    adminPassword: 'correct horse battery staple',
    carrier: { accountSid: ACCOUNT, authToken: TOKEN, apiBaseUrl: carrier.url, cps: 10, maxConcurrent: 10 },
    numbers: [],
  });
  const errors: unknown[] = [];
  const deps: RecordingDeps = {
    pool,
    systemPool,
    recordings: createTwilioRecordings(),
    objects: createFileStore(join(directory, 'objects')),
    wallMs: () => Date.now(),
    killPoint: () => {},
    onError: (error) => errors.push(error),
  };
  const inOrg = <T>(work: Parameters<typeof withOrg<T>>[2]) => withOrg(pool, orgId, work);
  return {
    deps,
    carrier,
    urls: database.urls,
    /** The data directory of processes that share the bed's object store. */
    directory,
    errors,
    orgId,
    inOrg,
    /** A recording that the carrier has told us of, and has as `recording` says. */
    add: (recording: Partial<Recording> = {}) => addRecording(carrier, orgId, inOrg, recording),
    row: async (id: string) =>
      (await inOrg((tx) => tx.query('SELECT * FROM recording WHERE id = $1', [id]))).rows[0],
    /** Makes every recording due. */
    hurry: () => inOrg((tx) => tx.query('UPDATE recording SET next_try_at = clock_timestamp()')),
    async close() {
      await carrier.close();
      await Promise.all([pool.end(), systemPool.end()]);
      await database.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function addRecording(
  carrier: RecordingServer,
  orgId: string,
  inOrg: RecordingInOrg,
  recording: Partial<Recording>,
): Promise<string> {
  const sid = carrier.add(recording);
  return inOrg(async (tx) => {
    const callId = await insertRow(tx, 'call', {
      org_id: orgId,
      direction: 'inbound',
      provider: 'twilio',
      provider_account: ACCOUNT,
      provider_call_id: `CA${randomUUID().replaceAll('-', '')}`,
      state: 'completed',
      closed_at: new Date(),
    });
    return insertRow(tx, 'recording', {
      org_id: orgId,
      call_id: callId,
      provider: 'twilio',
      provider_account: ACCOUNT,
      provider_recording_id: sid,
      source: 'voicemail',
      state: 'available',
    });
  });
}

type RecordingInOrg = <T>(work: Parameters<typeof withOrg<T>>[2]) => Promise<T>;
