import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEndpoint } from '../../api/endpoint.ts';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { createApp } from '../../api/app.ts';
import { checkTenancy } from '../../tools/prove/access/tenant-matrix.ts';
import { Registry } from 'prom-client';
import supertest from 'supertest';
import { useApiWorld } from './harness/api-world-hooks.ts';

const world = useApiWorld({ parts: { requestLimit: { requests: 1_000_000, windowSeconds: 60 } } });
const ofOrganizations = ENDPOINTS.filter(({ auth }) => auth === 'user' || auth === 'person');

// `npm run prove -- --only tenant-matrix` asks as everybody.
describe('what belongs to another organization is not there, wherever it is named', () => {
  it.each(ofOrganizations.map((endpoint) => [endpoint.id, endpoint] as const))(
    '%s',
    async (_id, endpoint) => {
      const { checked, faults } = await checkTenancy(world(), endpoint, ['admin']);
      expect(faults).toEqual([]);
      expect(checked).toBeGreaterThan(0);
    },
    120_000,
  );
});

describe('the matrix', () => {
  it('finds an operation that reads without its organization', async () => {
    const leaky = defineEndpoint({
      id: 'getContact',
      method: 'get',
      path: '/api/v1/contacts/{id}',
      tag: 'contacts',
      summary: 'Leaks',
      auth: 'user',
      params: z.object({ id: z.uuid() }),
      responses: { 200: { description: 'Anybody’s.', schema: z.unknown() } },
      errors: [],
      handle: async ({ deps, params }) => {
        const { theirs } = world();
        const { rows } = await deps.inOrg(theirs.orgId, (tx) =>
          tx.query('SELECT id, phone_hash FROM contact WHERE id = $1', [params.id]),
        );
        return { status: 200, body: rows };
      },
    });
    const http = supertest(createApp({ ...world().deps, metrics: new Registry() }, [leaky]));
    const { faults } = await checkTenancy({ ...world(), http }, leaky);
    expect(faults.join('\n')).toContain('answered 200');
  });
});
