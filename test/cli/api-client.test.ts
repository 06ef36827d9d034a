import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../tools/cli/client/api-client.ts';
import { API } from '../../tools/cli/client/operations.ts';

/** An API that answers what a test has put in its list, one after another, and the last for ever. */
let answers: ((response: ServerResponse) => void)[];
let requests: IncomingMessage[];
let server: Server;
let baseUrl = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    const next = answers.length > 1 ? answers.shift() : answers[0];
    next?.(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  requests = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const give =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const problem = (status: number, code: string) => ({
  type: `https://api.example.com/docs/errors/${code}`,
  title: 'No.',
  status,
  detail: 'Not now.',
  instance: '/x',
  code,
  errors: [{ pointer: '/name', code: 'too_small', message: 'Too short.' }],
  requestId: 'r-1',
});
const key = {
  id: '0190c0de-0000-7000-8000-000000000001',
  name: 'k',
  prefix: 'ck_live_1234',
  role: 'agent',
  scopes: [],
};
const made = {
  ...key,
  key: 'ck_live_x',
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  createdAt: '2026-01-01T00:00:00Z',
};
const body = { name: 'k', scopes: ['calls:read' as const] };

function client(patienceMs = 5_000, signal = new AbortController().signal): ApiClient {
  return new ApiClient({ baseUrl, signal, patienceMs, authorization: async () => 'Bearer x' });
}

describe('the client of the command line', () => {
  it('repeats while the API is away or too busy, with one Idempotency-Key', async () => {
    answers = [
      (response) => response.destroy(),
      give(503, problem(503, 'service.unavailable')),
      give(429, problem(429, 'request.throttled'), { 'retry-after': '0' }),
      give(409, problem(409, 'callback.already_finished')),
    ];
    const order = { phoneNumberId: made.id, number: '+12125550142' };
    await expect(client().call(API.createCallback, { body: order })).rejects.toMatchObject({ exitCode: 5 });
    expect(requests).toHaveLength(4);
    expect(new Set(requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('does not send again what would be done twice, unless the API has refused it', async () => {
    answers = [
      give(503, problem(503, 'service.unavailable')),
      (response) => response.destroy(),
      give(201, made),
    ];
    await expect(client().call(API.createApiKey, { body })).rejects.toMatchObject({ exitCode: 6 });
    expect(requests).toHaveLength(2);
    expect(await client().call(API.createApiKey, { body })).toEqual(made);
  });

  it('gives up when its patience is over, with the last problem', async () => {
    answers = [give(503, problem(503, 'service.unavailable'), { 'retry-after': '60' })];
    await expect(client().call(API.createApiKey, { body })).rejects.toMatchObject({
      exitCode: 6,
      problem: { code: 'service.unavailable' },
    });
    answers = [(response) => response.destroy()];
    await expect(client(0).call(API.createApiKey, { body })).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringContaining('does not answer'),
    });
  });

  it.each([
    [401, 3],
    [403, 3],
    [404, 4],
    [409, 5],
    [412, 5],
    [422, 5],
    [500, 6],
  ])('does not repeat %i, and ends with %i', async (status, exitCode) => {
    answers = [give(status, problem(status, 'some.code'))];
    await expect(client().call(API.createApiKey, { body })).rejects.toMatchObject({
      exitCode,
      message: expect.stringMatching(
        /No\. \(\d+ some\.code\)\n {2}Not now\.\n {2}\/name {2}too_small {2}Too short\./,
      ),
    });
    expect(requests).toHaveLength(1);
  });

  it('says when what answers is no API of this version', async () => {
    answers = [give(200, { hello: 'world' })];
    await expect(client().call(API.createApiKey, { body })).rejects.toMatchObject({ exitCode: 6 });
    answers = [(response) => response.writeHead(404).end('<html>')];
    await expect(client().call(API.createApiKey, { body })).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringContaining('not as the API of Evercall does'),
    });
  });

  it('ends at once when it is aborted, also between two tries', async () => {
    const ending = new AbortController();
    answers = [
      (response) => {
        give(503, problem(503, 'service.unavailable'), { 'retry-after': '4' })(response);
        setImmediate(() => ending.abort());
      },
    ];
    await expect(client(60_000, ending.signal).call(API.me, {})).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
