import { expect, it } from '@jest/globals';
import { createApiKey } from '../../../api/endpoints/api-keys/create-api-key.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const create = (body: object) => call(world(), createApiKey, { role: 'admin' }).send(body);
const as = (key: string, path: string) => world().http.get(path).set('Authorization', `Bearer ${key}`);

describeEndpoint(createApiKey, world, {
  201: () => {
    it('makes a key that may do what its scopes and its role say, and no more', async () => {
      const scopes = ['contacts:read', 'users:read', 'contacts:read'];
      const { body, headers } = await create({ name: 'CRM', scopes }).expect(201);
      expect(headers['cache-control']).toBe('no-store');
      expect(body.key).toMatch(/^ck_live_[\w-]{43}$/);
      expect(body).toMatchObject({ role: 'agent', scopes: ['contacts:read', 'users:read'] });
      const days = (new Date(body.expiresAt).getTime() - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(364);
      await as(body.key, '/api/v1/contacts').expect(200);
      expectProblem(await as(body.key, '/api/v1/campaigns'), 403, 'auth.scope_missing');
      expectProblem(await as(body.key, '/api/v1/users'), 403, 'auth.forbidden');
      expectProblem(await as(body.key, '/api/v1/api-keys'), 403, 'auth.forbidden');
      expectProblem(await as(body.key, '/api/v1/auth/me'), 403, 'auth.forbidden');
    });

    it('stores only the hash', async () => {
      const { inOrg, ours } = world();
      const { body } = await create({ name: 'hidden', scopes: ['calls:read'] }).expect(201);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query(`SELECT (SELECT string_agg(t::text, '') FROM api_key t)
                      || (SELECT string_agg(t::text, '') FROM audit_entry t) AS text`),
      );
      expect(rows[0]?.text).not.toContain(body.key);
    });

    it('can be made without an end', async () => {
      const { body } = await create({ name: 'x', scopes: ['calls:read'], expiresInDays: null }).expect(201);
      expect(body.expiresAt).toBeNull();
    });
  },
  422: () => {
    it('refuses scopes that do not exist', async () => {
      for (const scope of ['nothing:read', 'calls:delete', 'calls', 'api-keys:write', 'auth:read'])
        expectProblem(await create({ name: 'x', scopes: [scope] }), 422, 'request.not_valid');
      expectProblem(await create({ name: 'x', scopes: [] }), 422, 'request.not_valid');
    });
  },
});
