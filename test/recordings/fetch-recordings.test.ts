import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchRecordings } from '../../activities/recording/fetch-recordings.ts';
import { FETCH_LIMITS } from '../../domain/recording/fetch-plan.ts';
import { recordingKey } from '../../domain/recording/recording-key.ts';
import { wavOf } from '../api/harness/recording-rows.ts';
import { createRecordingBed, type RecordingBed } from './recording-bed.ts';

let bed: RecordingBed;
beforeAll(async () => {
  bed = await createRecordingBed();
}, 120_000);
afterAll(() => bed?.close());

const sound = wavOf(200_000);
const keyOf = (recordingId: string) => recordingKey({ orgId: bed.orgId, recordingId });
const storedOf = async (id: string) => {
  const body = await bed.deps.objects.open(keyOf(id));
  return body && buffer(body);
};

describe('fetching recordings', () => {
  it('keeps the sound as it is, with its size, digest and kind', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => bed.add({ body: sound })));
    expect(await fetchRecordings(bed.deps)).toEqual({ fetched: 6 });
    for (const id of ids) {
      expect(await bed.row(id)).toMatchObject({
        state: 'fetched',
        storage_key: keyOf(id),
        sha256: createHash('sha256').update(sound).digest('hex'),
        byte_size: sound.length,
        content_type: 'audio/wav',
        last_error: null,
        tries: 1,
      });
      expect((await storedOf(id))?.equals(sound)).toBe(true);
    }
    expect(bed.carrier.asked.every(({ authorized }) => authorized)).toBe(true);
    expect(await fetchRecordings(bed.deps)).toEqual({ fetched: 0 });
  });

  it.each([
    ['500', { status: 500 }, 'http_500'],
    ['429', { status: 429 }, 'http_429'],
    ['404', { status: 404 }, 'not_found'],
    ['a connection that breaks', { body: sound, cutAfter: 50_000 }, 'cut_off'],
    ['a redirect, which is not followed', { status: 302, headers: { location: '/elsewhere' } }, 'http_302'],
  ])('tries again later after %s', async (_what, answer, error) => {
    const id = await bed.add(answer);
    const before = bed.carrier.asked.length;
    expect(await fetchRecordings(bed.deps)).toEqual({ fetched: 0 });
    const row = await bed.row(id);
    expect(row).toMatchObject({ state: 'available', tries: 1, last_error: error });
    expect(row.next_try_at.getTime()).toBeGreaterThan(Date.now());
    expect(await storedOf(id)).toBeNull();
    expect(bed.carrier.asked.slice(before).some(({ path }) => path === '/elsewhere')).toBe(false);

    bed.carrier.set(row.provider_recording_id, { body: sound });
    await bed.hurry();
    expect(await fetchRecordings(bed.deps)).toEqual({ fetched: 1 });
    expect(await bed.row(id)).toMatchObject({ state: 'fetched', tries: 2, last_error: null });
  });

  it('keeps nothing that is no sound, whatever it is called, and does not ask again', async () => {
    const id = await bed.add({
      body: Buffer.from('<!doctype html><script>steal()</script>'),
      headers: { 'content-type': 'audio/wav' },
    });
    await fetchRecordings(bed.deps);
    expect(await bed.row(id)).toMatchObject({ state: 'failed', last_error: 'not_audio', storage_key: null });
    expect(await storedOf(id)).toBeNull();
  });

  it('gives up after its last try', async () => {
    const id = await bed.add({ status: 503 });
    await bed.inOrg((tx) =>
      tx.query('UPDATE recording SET tries = $2 WHERE id = $1', [id, FETCH_LIMITS.maxTries - 1]),
    );
    await fetchRecordings(bed.deps);
    expect(await bed.row(id)).toMatchObject({ state: 'failed', last_error: 'http_503' });
  });

  it('asks no address for an id that is none of the carrier', async () => {
    const id = await bed.add();
    await bed.inOrg((tx) =>
      tx.query('UPDATE recording SET provider_recording_id = $2 WHERE id = $1', [id, '../../../secret']),
    );
    const before = bed.carrier.asked.length;
    await fetchRecordings(bed.deps);
    expect(bed.carrier.asked).toHaveLength(before);
    expect(await bed.row(id)).toMatchObject({ state: 'available', last_error: 'not_found' });
    await bed.inOrg((tx) => tx.query(`UPDATE recording SET state = 'failed' WHERE id = $1`, [id]));
  });

  it('leaves a recording that was fetched and not saved to be fetched again, to the same place (K15)', async () => {
    const id = await bed.add({ body: sound });
    const killed = new Error('killed');
    const killPoint = (name: string) => {
      if (name === 'K15') throw killed;
    };
    // The death of the process: neither the end nor the failure of this try is written any more.
    const dead = { ...bed.deps, killPoint, onError: () => {}, pool: dyingPool() };
    expect(await fetchRecordings(dead)).toEqual({ fetched: 0 });
    expect((await storedOf(id))?.equals(sound)).toBe(true);
    expect(await bed.row(id)).toMatchObject({ state: 'available', tries: 1, storage_key: null });
    expect(await fetchRecordings(bed.deps)).toEqual({ fetched: 0 });

    await bed.hurry();
    expect(await fetchRecordings(bed.deps)).toEqual({ fetched: 1 });
    expect(await bed.row(id)).toMatchObject({ state: 'fetched', tries: 2, storage_key: keyOf(id) });
  });

  it('keeps no sound of a recording that is deleted while it is fetched', async () => {
    const id = await bed.add({ body: sound });
    const objects = {
      ...bed.deps.objects,
      put: async (key: string, body: Parameters<typeof bed.deps.objects.put>[1]) => {
        await bed.deps.objects.put(key, body);
        await bed.inOrg((tx) =>
          tx.query('UPDATE recording SET deleted_at = clock_timestamp() WHERE id = $1', [id]),
        );
      },
    };
    await fetchRecordings({ ...bed.deps, objects });
    expect(await storedOf(id)).toBeNull();
    expect(await bed.row(id)).toMatchObject({ state: 'available', storage_key: null });
  });

  it('is done once by two at a time', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => bed.add({ body: sound })));
    const before = bed.carrier.asked.length;
    const [one, other] = await Promise.all([fetchRecordings(bed.deps), fetchRecordings(bed.deps)]);
    expect(one.fetched + other.fetched).toBe(ids.length);
    expect(bed.carrier.asked).toHaveLength(before + ids.length);
  });
});

/** A pool that serves the first transaction, the reading of the claimed row, and no other. */
function dyingPool(): RecordingBed['deps']['pool'] {
  let connections = 0;
  const connect = () => {
    connections += 1;
    return connections === 1 ? bed.deps.pool.connect() : Promise.reject(new Error('the process is dead'));
  };
  return new Proxy(bed.deps.pool, {
    get: (pool, name) => (name === 'connect' ? connect : Reflect.get(pool, name)),
  });
}
