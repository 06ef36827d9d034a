import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_URLS } from '../../domain/number/number-urls.ts';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { createTwilioNumbers } from '../../providers/twilio/incoming-numbers.ts';

const ONE = '+12125550190';
const LONGER = '+121255501900';

let emulator: Emulator;
const directory = mkdtempSync(join(tmpdir(), 'evercall-incoming-'));
const servers: Server[] = [];

beforeAll(async () => {
  emulator = await startEmulator({
    truthPath: join(directory, 'truth.jsonl'),
    numbers: [LONGER, ONE],
  });
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
afterAll(async () => {
  await emulator?.close();
  rmSync(directory, { recursive: true, force: true });
});

const portAt = (apiBaseUrl: string, authToken = emulator.authToken) =>
  createTwilioNumbers().forAccount({
    id: '',
    provider: 'twilio',
    accountSid: emulator.accountSid,
    authToken,
    apiBaseUrl,
  });

/** A carrier that answers every request with a status, and counts them. */
async function answering(status: number): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((req, res) => {
    requests.push(`${req.method} ${req.url}`);
    res.writeHead(status, { 'content-type': 'application/json' }).end('{"code": 20500, "message": "no"}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

describe('numbers at Twilio, by its own library', () => {
  it('are found by exactly their digits, though the carrier finds parts', async () => {
    const found = await portAt(emulator.url).findNumber(ONE);
    expect(found).toMatchObject({
      kind: 'found',
      number: { e164: ONE, providerNumberId: expect.stringMatching(/^PN/), capabilities: { voice: true } },
    });
    expect(await portAt(emulator.url).findNumber('+1212555019')).toEqual({ kind: 'not_found' });
  });

  it('are listed, all of them', async () => {
    const listed = await portAt(emulator.url).listNumbers();
    expect(listed).toMatchObject({ kind: 'listed', isComplete: true });
    const numbers = listed.kind === 'listed' ? listed.numbers.map(({ e164 }) => e164) : [];
    expect(numbers.toSorted()).toEqual([ONE, LONGER].toSorted());
  });

  it('have what was written to them, and nothing once that is taken back', async () => {
    const port = portAt(emulator.url);
    const found = await port.findNumber(ONE);
    const id = found.kind === 'found' ? found.number.providerNumberId : '';
    const urls = {
      ...NO_URLS,
      voiceUrl: 'http://localhost:1/voice#rc=3',
      voiceMethod: 'GET',
      fallbackUrl: 'http://localhost:1/fallback',
      statusUrl: 'http://localhost:1/status',
    };
    expect(await port.writeUrls(id, urls)).toMatchObject({ kind: 'found', number: { urls } });
    expect(await port.findNumber(ONE)).toMatchObject({ number: { urls } });
    expect(await port.writeUrls(id, NO_URLS)).toMatchObject({ kind: 'found' });
    expect(await port.findNumber(ONE)).toMatchObject({
      number: { urls: { voiceUrl: '', fallbackUrl: '', statusUrl: '' } },
    });
    expect(await port.writeUrls(`PN${'0'.repeat(32)}`, urls)).toEqual({ kind: 'not_found' });
  });

  it('are refused to whoever has another token', async () => {
    expect(await portAt(emulator.url, 'another').findNumber(ONE)).toEqual({
      kind: 'refused',
      httpStatus: 401,
      carrierCode: 20003,
    });
  });

  it.each([
    [500, { kind: 'unavailable', reason: 'http_500' }],
    [429, { kind: 'rate_limited' }],
    [400, { kind: 'refused', httpStatus: 400, carrierCode: 20500 }],
  ])('are asked for once, whatever is answered (%d)', async (status, result) => {
    const carrier = await answering(status);
    const port = portAt(carrier.url);
    expect(await port.findNumber(ONE)).toEqual(result);
    expect(await port.writeUrls(`PN${'1'.repeat(32)}`, NO_URLS)).toEqual(result);
    expect(await port.listNumbers()).toEqual(result);
    expect(carrier.requests).toHaveLength(3);
  });

  it('are unavailable where nobody listens', async () => {
    expect(await portAt('http://127.0.0.1:9').findNumber(ONE)).toEqual({
      kind: 'unavailable',
      reason: 'econnrefused',
    });
  });
});
