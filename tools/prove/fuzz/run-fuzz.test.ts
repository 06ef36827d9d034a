import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEndpoint } from '../../../api/endpoint.ts';
import { createOpenApi } from '../../../api/openapi.ts';
import type { FuzzKnowledge } from './fuzz-request.ts';
import { type OpenApiDocument, operationsOf } from './open-api.ts';
import { fuzzOperation } from './run-fuzz.ts';

const readThing = defineEndpoint({
  id: 'readThing',
  method: 'get',
  path: '/things/{id}',
  tag: 'things',
  summary: 'Read',
  auth: 'user',
  params: z.object({ id: z.uuid() }),
  query: z.object({ limit: z.coerce.number().int().min(1).max(5).optional() }),
  responses: {
    200: { description: 'It.', schema: z.strictObject({ phone: z.string(), at: z.iso.datetime() }) },
  },
  errors: [],
  handle: async (): Promise<never> => {
    throw new Error('Only its document is asked.');
  },
});
const document = JSON.parse(JSON.stringify(createOpenApi([readThing]))) as OpenApiDocument;
const [operation] = operationsOf(document);
const ID = '01990000-0000-7000-8000-000000000001';
const known: FuzzKnowledge = {
  idsFor: () => [ID],
  bestTokens: ['best'],
  tokens: ['other'],
  pathValues: { id: [ID] },
  validBody: undefined,
  webhook: () => ({ query: '', form: '', signature: '' }),
};
const GOOD = { phone: '+12125550123', at: '2026-03-03T10:00:00.000Z' };

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

interface Told {
  status?: number;
  type?: string;
  body?: unknown;
  delayMs?: number;
}

async function fuzzed(told: Told, mayBeAway = false, count = 3) {
  const { status = 200, type = 'application/json', body = GOOD, delayMs = 0 } = told;
  const paths: string[] = [];
  server = createServer((req, res) => {
    paths.push(req.url ?? '');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    setTimeout(() => res.writeHead(status, { 'content-type': type }).end(text), delayMs);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (!operation) throw new Error('The document has no operation.');
  const target = { baseUrl, document, known: async () => known, mayBeAway };
  const report = await fuzzOperation(target, operation, { seed: 1, count });
  return { paths, faults: report.faults.map(({ why }) => why.split(': ')[0]) };
}

describe('a fuzzed operation', () => {
  it('is well when its answers are as its document says', async () => {
    const { faults, paths } = await fuzzed({}, false, 300);
    expect(faults).toEqual([]);
    expect(paths.filter((path) => path.startsWith(`/things/${ID}`)).length).toBeGreaterThan(200);
    expect(paths.filter((path) => !path.startsWith(`/things/${ID}`)).length).toBeGreaterThan(0);
  });

  it.each([
    ['status 500', { status: 500, type: 'application/problem+json', body: {} }],
    ['status 503', { status: 503, type: 'application/problem+json', body: {} }],
    ['status 418 is not declared', { status: 418 }],
    ['status 201 is not declared', { status: 201 }],
    ['status 200 as text/html, not application/json', { type: 'text/html', body: '<p>' }],
    ['status 200 against its schema', { body: { ...GOOD, at: 'yesterday' } }],
    ['status 200 against its schema', { body: { ...GOOD, more: 1 } }],
    ['status 200 against its schema', { body: '{' }],
    [
      'status 404 against its schema',
      { status: 404, type: 'application/problem+json', body: { status: 404 } },
    ],
  ])('is found out: %s', async (why, told) => {
    expect((await fuzzed(told)).faults).toEqual([why, why, why]);
  });

  it('is found out when it is slow', async () => {
    const { faults } = await fuzzed({ delayMs: 2_050 }, false, 1);
    expect(faults[0]).toMatch(/^took 2\d{3} ms$/);
  });

  it('may answer 503 only where parts are away and it says so', async () => {
    const away = { status: 503, type: 'application/problem+json', body: {} };
    expect((await fuzzed(away, true, 1)).faults).toEqual(['status 503 is not declared']);
  });
});

describe('the requests', () => {
  it('follow from the seed alone', async () => {
    const first = (await fuzzed({}, false, 20)).paths;
    server?.close();
    expect((await fuzzed({}, false, 20)).paths).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(3);
  });
});
