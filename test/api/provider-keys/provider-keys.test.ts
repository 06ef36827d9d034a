import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { getProviderKeyUsage } from '../../../api/endpoints/provider-keys/get-provider-key-usage.endpoint.ts';
import { listProviderKeys } from '../../../api/endpoints/provider-keys/list-provider-keys.endpoint.ts';
import { revokeProviderKey } from '../../../api/endpoints/provider-keys/revoke-provider-key.endpoint.ts';
import { validateProviderKey } from '../../../api/endpoints/provider-keys/validate-provider-key.endpoint.ts';
import type { ProviderSecret } from '../../../contracts/provider-key.schema.ts';
import { countKeyUse } from '../../../db/secrets/count-key-use.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addAttempt, addProviderKey } from '../harness/rows.ts';
import { useProviderServer } from './provider-server.ts';

const providers = useProviderServer();
const world = useApiWorld({ providers: providers.baseUrls });
afterEach(() => {
  providers.answer = { status: 200, body: { data: [] } };
});

const twilioKey = (): ProviderSecret => {
  const { accountSid, authToken } = world().ours;
  return { provider: 'twilio', secret: { accountSid, authToken } };
};

describeEndpoint(listProviderKeys, world, {
  200: () => {
    it('lists newest first, by provider, in pages, without revoked ones and without secrets', async () => {
      const ids: string[] = [];
      for (let many = 0; many < 3; many += 1) ids.unshift(await addProviderKey(world(), world().ours));
      await addProviderKey(world(), world().theirs);
      const ask = (query: string) => call(world(), listProviderKeys, { role: 'admin', query }).expect(200);
      const first = await ask('?provider=openai&limit=2');
      const second = await ask(`?provider=openai&limit=2&cursor=${first.body.nextCursor}`);
      const seen = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
      expect(seen).toEqual(ids);
      expect(first.text + second.text).not.toContain('sk-a-key');
      await call(world(), revokeProviderKey, { id: ids[0] ?? '', role: 'admin' }).expect(204);
      expect((await ask('?provider=openai')).body.data).toHaveLength(2);
      expect((await ask('?state=revoked')).body.data).toMatchObject([{ id: ids[0], state: 'revoked' }]);
    });
  },
});

describeEndpoint(revokeProviderKey, world, {
  204: () => {
    it('destroys the secret', async () => {
      const { ours, inOrg } = world();
      const id = await addProviderKey(world(), ours);
      await call(world(), revokeProviderKey, { id, role: 'admin' }).expect(204);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT state, ciphertext, previous_ciphertext FROM provider_key WHERE id = $1', [id]),
      );
      expect(rows).toEqual([{ state: 'revoked', ciphertext: Buffer.alloc(0), previous_ciphertext: null }]);
      expectProblem(
        await call(world(), revokeProviderKey, { id, role: 'admin' }),
        404,
        'provider_key.not_found',
      );
    });
  },
  409: () => {
    it('keeps a carrier key while its calls are open', async () => {
      const { ours } = world();
      const id = await addProviderKey(world(), ours, twilioKey());
      await addAttempt(world(), ours, 'placed', 'CA1');
      expectProblem(
        await call(world(), revokeProviderKey, { id, role: 'admin' }),
        409,
        'provider_key.in_use',
      );
    });
  },
  503: () => {
    it('says so when the secret was sealed under a key that we do not have', async () => {
      const id = await addProviderKey(world(), world().ours, twilioKey());
      await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('UPDATE provider_key SET ciphertext = $2 WHERE id = $1', [id, randomBytes(60)]),
      );
      const answer = await call(world(), revokeProviderKey, { id, role: 'admin' });
      expectProblem(answer, 503, 'secret.unreadable');
    });
  },
});

describeEndpoint(validateProviderKey, world, {
  200: () => {
    it('tells what the provider says, and keeps the last answer when it says nothing', async () => {
      const id = await addProviderKey(world(), world().ours);
      const ask = async () =>
        (await call(world(), validateProviderKey, { id, role: 'admin' }).expect(200)).body;
      expect(await ask()).toMatchObject({ state: 'active', validation: { result: 'valid', code: null } });
      providers.answer = { status: 500, body: {} };
      expect(await ask()).toMatchObject({
        state: 'active',
        validation: { result: 'valid', code: 'http_500' },
      });
      providers.answer = { status: 401, body: {} };
      expect(await ask()).toMatchObject({
        state: 'invalid',
        validation: { result: 'invalid', code: 'unauthorized' },
        useCount: 3,
      });
      await call(world(), revokeProviderKey, { id, role: 'admin' }).expect(204);
      const { body } = await call(world(), listProviderKeys, { role: 'admin', query: '?state=revoked' });
      expect(body.data[0]).toMatchObject({ id, validation: { result: 'invalid', code: 'unauthorized' } });
    });
  },
  503: () => {
    it('says so when the secret was sealed under a key that we do not have', async () => {
      const id = await addProviderKey(world(), world().ours);
      await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('UPDATE provider_key SET ciphertext = $2 WHERE id = $1', [id, randomBytes(60)]),
      );
      const answer = await call(world(), validateProviderKey, { id, role: 'admin' });
      expectProblem(answer, 503, 'secret.unreadable');
    });
  },
});

describeEndpoint(getProviderKeyUsage, world, {
  200: () => {
    it('sums what was counted by day', async () => {
      const { ours, inOrg } = world();
      const id = await addProviderKey(world(), ours);
      await inOrg(ours.orgId, async (tx) => {
        await countKeyUse(tx, ours.orgId, id, { hasFailed: false, tokens: 100, costMicros: 7 });
        await countKeyUse(tx, ours.orgId, id, { hasFailed: true, seconds: 30 });
      });
      const { body } = await call(world(), getProviderKeyUsage, { id, role: 'admin' }).expect(200);
      const counted = { requests: 2, failures: 1, tokens: 100, seconds: 30, costMicros: 7 };
      expect(body.total).toEqual(counted);
      expect(body.days).toEqual([{ day: new Date().toISOString().slice(0, 10), ...counted }]);
      const before = '?from=2026-01-01&to=2026-01-02';
      const old = await call(world(), getProviderKeyUsage, { id, role: 'admin', query: before }).expect(200);
      expect(old.body).toMatchObject({ total: { requests: 0 }, days: [] });
    });

    it('counts the calls of a carrier account', async () => {
      const { ours, inOrg } = world();
      const id = await addProviderKey(world(), ours, twilioKey());
      const { attemptId } = await addAttempt(world(), ours, 'placed', 'CA2');
      await inOrg(ours.orgId, (tx) =>
        tx.query(
          `UPDATE call SET started_at = clock_timestamp(), duration_seconds = 90, cost_micros = 5, outcome = 'answered'
            WHERE id = $1`,
          [attemptId],
        ),
      );
      const { body } = await call(world(), getProviderKeyUsage, { id, role: 'admin' }).expect(200);
      expect(body.total).toMatchObject({ seconds: 90, costMicros: 5, failures: 0 });
    });
  },
  422: () => {
    it('refuses days that end before they begin, and too many of them', async () => {
      const id = await addProviderKey(world(), world().ours);
      for (const query of [
        '?from=2026-02-02&to=2026-01-01',
        '?from=2020-01-01&to=2026-01-01',
        '?from=soon',
      ]) {
        const answer = await call(world(), getProviderKeyUsage, { id, role: 'admin', query });
        expectProblem(answer, 422, 'request.not_valid');
      }
    });
  },
});
