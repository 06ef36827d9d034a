import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { createOpenApi } from '../../api/openapi.ts';
import { knowledgeFor } from '../../tools/prove/fuzz/fuzz-knowledge.ts';
import { type OpenApiDocument, operationsOf } from '../../tools/prove/fuzz/open-api.ts';
import { fuzzOperation } from '../../tools/prove/fuzz/run-fuzz.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';

const SEED = 1;
const REQUESTS = 60;
// As it is served.
const document = JSON.parse(JSON.stringify(createOpenApi(ENDPOINTS))) as OpenApiDocument;
const operations = operationsOf(document);

// Beyond the limiter, which would answer most of the requests by itself.
const world = useApiWorld({ temporal: true, parts: { requestLimit: { requests: 1e9, windowSeconds: 60 } } });
let server: Server;
let baseUrl = '';

beforeAll(async () => {
  server = world().app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('60 random requests to each operation are answered as the document says', () => {
  it.each(operations.map((operation) => [operation.id, operation] as const))(
    '%s',
    async (_id, operation) => {
      const known = () => knowledgeFor(world(), operation, world().deps.settings);
      // Temporal is there, but no worker that would answer.
      const target = { baseUrl, document, known, mayBeAway: true };
      const { faults } = await fuzzOperation(target, operation, { seed: SEED, count: REQUESTS });
      expect(faults).toEqual([]);
    },
    120_000,
  );
});
