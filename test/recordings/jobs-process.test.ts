import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { recordingKey } from '../../domain/recording/recording-key.ts';
import { wavOf } from '../api/harness/recording-rows.ts';
import { until } from '../api/harness/until.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { testRedis } from '../harness/test-redis.ts';
import { createRecordingBed, type RecordingBed } from './recording-bed.ts';

let bed: RecordingBed;
let redisUrl: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  bed = await createRecordingBed();
  redisUrl = (await testRedis()).url;
}, 120_000);
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});
afterAll(() => bed?.close());

/** The jobs process over the bed; Temporal is away, which recordings do not mind. */
function startJobs(env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['workers/jobs.ts'], {
    cwd: join(import.meta.dirname, '..', '..'),
    stdio: ['ignore', 'ignore', process.env.TEST_LOG_LEVEL ? 'inherit' : 'ignore'],
    env: {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: bed.urls.user,
      DATABASE_SYSTEM_URL: bed.urls.system,
      REDIS_URL: redisUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:9',
      PUBLIC_URL: 'http://localhost:9',
      ACCESS_TOKEN_KEY: KEY,
      EVERCALL_KEK: KEY,
      DATA_DIR: bed.directory,
      LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
      ...env,
    },
  });
  running.push(child);
  return child;
}

const KEY = randomBytes(32).toString('base64');
const sound = wavOf(100_000);

describe('the jobs process', () => {
  it('killed between the sound and its row (K15) leaves both to the next, which ends with no words, honestly', async () => {
    const id = await bed.add({ body: sound });
    const { call_id: callId } = await bed.row(id);
    const voicemailId = await bed.inOrg((tx) =>
      insertRow(tx, 'voicemail', {
        org_id: bed.orgId,
        call_id: callId,
        effect_id: randomUUID(),
        recording_id: id,
        duration_seconds: 4,
        language: 'en',
      }),
    );
    const killed = startJobs({ EVERCALL_TEST_BUILD: '1', KILL: 'K15:1' });
    expect(await once(killed, 'exit')).toEqual([null, 'SIGKILL']);
    expect(await bed.row(id)).toMatchObject({ state: 'available', tries: 1, storage_key: null });
    const left = await bed.deps.objects.open(recordingKey({ orgId: bed.orgId, recordingId: id }));
    left?.destroy();
    expect(left).not.toBeNull();

    await bed.hurry();
    const next = startJobs();
    await until(async () => (await bed.row(id)).state === 'fetched', 60_000);
    expect(await bed.row(id)).toMatchObject({ tries: 2, byte_size: sound.length });
    const stateOf = async () => {
      const { rows } = await bed.inOrg((tx) =>
        tx.query('SELECT transcript_state FROM voicemail WHERE id = $1', [voicemailId]),
      );
      return rows[0].transcript_state;
    };
    await until(async () => (await stateOf()) !== 'pending', 60_000);
    expect(await stateOf()).toBe('offline');
    next.kill('SIGTERM');
    expect(await once(next, 'exit')).toEqual([0, null]);
  }, 180_000);
});
