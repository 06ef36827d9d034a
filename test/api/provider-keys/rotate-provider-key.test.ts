import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { rotateProviderKey } from '../../../api/endpoints/provider-keys/rotate-provider-key.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addProviderKey } from '../harness/rows.ts';
import { useProviderServer } from './provider-server.ts';

const providers = useProviderServer();
const world = useApiWorld({ providers: providers.baseUrls });
const NEXT = 'sk-the-next-key-of-tests-77aa';
const rotate = (id: string, body: object) =>
  call(world(), rotateProviderKey, { id, role: 'admin' }).send(body);
afterEach(() => {
  providers.answer = { status: 200, body: { data: [] } };
});

async function stored(id: string) {
  const { ours, inOrg, deps } = world();
  const { rows } = await inOrg(ours.orgId, (tx) =>
    tx.query('SELECT * FROM provider_key WHERE id = $1', [id]),
  );
  const row = rows[0];
  const open = (ciphertext: Buffer, keyVersion: number) =>
    deps.keys.box.open(ours.orgId, 'provider_key:openai', { ciphertext, keyVersion });
  return {
    version: row.version,
    now: await open(row.ciphertext, row.key_version),
    before: row.previous_ciphertext ? await open(row.previous_ciphertext, row.previous_key_version) : null,
  };
}

describeEndpoint(rotateProviderKey, world, {
  200: () => {
    it('puts the new secret to work and keeps the old one until a moment', async () => {
      const id = await addProviderKey(world(), world().ours);
      const { body } = await rotate(id, {
        provider: 'openai',
        secret: { apiKey: NEXT },
        keepPreviousSeconds: 600,
      }).expect(200);
      expect(body).toMatchObject({ id, version: 2, masked: '••••77aa', validation: { result: 'valid' } });
      const inMs = Date.parse(body.previousUntil) - Date.now();
      expect(inMs).toBeGreaterThan(500_000);
      expect(inMs).toBeLessThan(660_000);
      const row = await stored(id);
      expect(row.now).toContain(NEXT);
      expect(row.before).toContain('sk-a-key-of-tests');
    });

    it('keeps nothing of the old one when told so', async () => {
      const id = await addProviderKey(world(), world().ours);
      const body = { provider: 'openai', secret: { apiKey: NEXT }, keepPreviousSeconds: 0 };
      expect((await rotate(id, body).expect(200)).body.previousUntil).toBeNull();
      expect((await stored(id)).before).toBeNull();
    });
  },
  422: () => {
    it('changes nothing when the provider refuses the new one', async () => {
      providers.answer = { status: 401, body: {} };
      const id = await addProviderKey(world(), world().ours);
      const answer = await rotate(id, { provider: 'openai', secret: { apiKey: NEXT } });
      expectProblem(answer, 422, 'provider_key.rejected');
      expect(await stored(id)).toMatchObject({ version: 1, before: null });
    });

    it('refuses a secret of another provider', async () => {
      const id = await addProviderKey(world(), world().ours);
      const answer = await rotate(id, { provider: 'stripe', secret: { apiKey: NEXT } });
      expectProblem(answer, 422, 'request.not_valid');
      expect(answer.body.errors[0].pointer).toBe('/provider');
    });
  },
  503: () => {
    it('says so when the secret was sealed under a key that we do not have', async () => {
      const id = await addProviderKey(world(), world().ours);
      await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('UPDATE provider_key SET ciphertext = $2 WHERE id = $1', [id, randomBytes(60)]),
      );
      const answer = await rotate(id, { provider: 'openai', secret: { apiKey: NEXT } });
      expectProblem(answer, 503, 'secret.unreadable');
    });
  },
});
