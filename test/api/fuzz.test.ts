import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { createOpenApi } from '../../api/openapi.ts';
import { knowledgeFor } from '../../tools/prove/fuzz/fuzz-knowledge.ts';
import { type OpenApiDocument, operationsOf } from '../../tools/prove/fuzz/open-api.ts';
import { fuzzOperation } from '../../tools/prove/fuzz/run-fuzz.ts';
import type { ApiWorld } from './harness/api-world.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';

const SEED = 1;
const REQUESTS = 60;
const WAIT_MS = 20;
/** The proof measures; here others are at work beside. */
const SLOWEST_MS = 15_000;
// As it is served.
const document = JSON.parse(JSON.stringify(createOpenApi(ENDPOINTS))) as OpenApiDocument;
const operations = operationsOf(document);

// Beyond the limiter, which would answer most of the requests by itself.
const world = useApiWorld({ parts: { requestLimit: { requests: 1e9, windowSeconds: 60 } } });
let server: Server;
let baseUrl = '';

/** Nobody waits long for a Temporal that is not there. */
function beImpatient({ deps }: ApiWorld): void {
  const { connection } = deps.temporal;
  const wait = connection.withDeadline.bind(connection);
  connection.withDeadline = (deadline, ask) => wait(Math.min(Number(deadline), Date.now() + WAIT_MS), ask);
}

beforeAll(async () => {
  beImpatient(world());
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
      // Without Temporal: what needs it says so. `npm run prove -- --only fuzz` asks a whole system.
      const target = { baseUrl, document, known, mayBeAway: true, slowestMs: SLOWEST_MS };
      const { faults } = await fuzzOperation(target, operation, { seed: SEED, count: REQUESTS });
      expect(faults).toEqual([]);
    },
    120_000,
  );
});
