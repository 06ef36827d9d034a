import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { sniffAudio } from '../../domain/recording/audio-type.ts';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { OneShotClient } from '../../providers/twilio/one-shot-client.ts';
import { createTwilioRecordings } from '../../providers/twilio/recordings.ts';
import { until } from '../api/harness/until.ts';

let emulator: Emulator;
const directory = mkdtempSync(join(tmpdir(), 'evercall-audio-'));

beforeAll(async () => {
  emulator = await startEmulator({ truthPath: join(directory, 'truth.jsonl'), timeScale: 200 });
});
afterAll(async () => {
  await emulator?.close();
  rmSync(directory, { recursive: true, force: true });
});

/** An origin where nobody listens any more. */
async function closedOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe('the sound of a call at the carrier', () => {
  it('is handed out by its id, and gone once it is deleted', async () => {
    const { accountSid, authToken, url } = emulator;
    const httpClient = new OneShotClient({ apiBaseUrl: url, connectMs: 2_000, totalMs: 5_000 });
    const client = twilio(accountSid, authToken, { httpClient });
    await client.calls.create({
      to: '+12125550123',
      from: '+12125550100',
      twiml: '<Response><Pause length="5"/></Response>',
      record: true,
    });
    let sid = '';
    await until(async () => {
      const [recording] = await client.recordings.list({ limit: 1 });
      sid = recording?.status === 'completed' ? recording.sid : '';
      return sid !== '';
    }, 20_000);

    const port = createTwilioRecordings().forAccount({
      id: '',
      provider: 'twilio',
      accountSid,
      authToken,
      apiBaseUrl: url,
    });
    const opened = await port.openAudio(sid, AbortSignal.timeout(10_000));
    if (opened.kind !== 'audio') throw new Error(`The carrier answered ${opened.kind}.`);
    const sound = await buffer(opened.body);
    expect(sniffAudio(sound)).toBe('audio/wav');
    expect(sound).toHaveLength(opened.byteSize ?? -1);

    expect(await port.removeAudio(sid)).toEqual({ kind: 'removed' });
    expect(await port.removeAudio(sid)).toEqual({ kind: 'not_found' });
    expect(await port.openAudio(sid, AbortSignal.timeout(10_000))).toEqual({ kind: 'not_found' });
  });

  it('is not asked for by an id that leads elsewhere', async () => {
    const port = createTwilioRecordings().forAccount({
      id: '',
      provider: 'twilio',
      accountSid: emulator.accountSid,
      authToken: emulator.authToken,
      apiBaseUrl: await closedOrigin(),
    });
    for (const id of ['../../x', 'RE1/../..', `RE${'1'.repeat(32)}?x=`, '']) {
      expect(await port.openAudio(id, AbortSignal.timeout(5_000))).toEqual({ kind: 'not_found' });
      expect(await port.removeAudio(id)).toEqual({ kind: 'not_found' });
    }
    const absent = await port.openAudio(`RE${'1'.repeat(32)}`, AbortSignal.timeout(5_000));
    expect(absent).toEqual({ kind: 'unavailable', reason: 'econnrefused' });
  });
});
