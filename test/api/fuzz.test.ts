import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENDPOINTS } from '../../api/endpoints.ts';
import type { FuzzKnowledge } from '../../tools/prove/fuzz/fuzz-request.ts';
import { fuzzOperation } from '../../tools/prove/fuzz/run-fuzz.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';
import { resourceOf } from './harness/requests.ts';

const SEED = 1;
const REQUESTS = 60;

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

describe('60 random requests to each operation are answered as it declares', () => {
  it.each(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint] as const))(
    '%s',
    async (_id, endpoint) => {
      const { ours, theirs } = world();
      const known = async (): Promise<FuzzKnowledge> => {
        const mine = await resourceOf(world(), ours, endpoint);
        const foreign = await resourceOf(world(), theirs, endpoint);
        return {
          ids: [mine, foreign, ours.phoneNumberId, ours.adminId].filter((id) => id !== undefined),
          tokens: [ours.tokens.admin, ours.tokens.admin, ours.tokens.supervisor, ours.tokens.agent],
          orgRef: ours.ref,
        };
      };
      const { faults } = await fuzzOperation({ baseUrl, known }, endpoint, {
        seed: SEED,
        count: REQUESTS,
      });
      expect(faults).toEqual([]);
    },
    120_000,
  );
});
