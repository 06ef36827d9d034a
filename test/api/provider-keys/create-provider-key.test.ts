import { afterEach, expect, it } from '@jest/globals';
import { createProviderKey } from '../../../api/endpoints/provider-keys/create-provider-key.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { signedForm } from '../harness/webhook-requests.ts';
import { voiceWebhook } from '../../../api/endpoints/webhooks/voice.endpoint.ts';
import { useProviderServer } from './provider-server.ts';

const providers = useProviderServer();
const world = useApiWorld({ providers: providers.baseUrls });
const SECRET = 'sk-live-a-long-enough-secret-9f3a';
const create = (body: object) => call(world(), createProviderKey, { role: 'admin' }).send(body);
const good = { status: 200, body: { data: [] } };
afterEach(() => {
  providers.answer = good;
});

describeEndpoint(createProviderKey, world, {
  201: () => {
    it('stores a key that its provider accepts, sealed and masked', async () => {
      const { body, text } = await create({
        provider: 'openai',
        label: ' Speech ',
        secret: { apiKey: SECRET },
      }).expect(201);
      expect(providers.shown.at(-1)).toBe(`Bearer ${SECRET}`);
      expect(body).toMatchObject({
        provider: 'openai',
        label: 'Speech',
        masked: '••••9f3a',
        state: 'active',
      });
      expect(body.validation).toMatchObject({ result: 'valid', code: null, at: expect.any(String) });
      expect(text).not.toContain(SECRET);
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query(
          "SELECT row_to_json(k)::text AS row, encode(ciphertext, 'escape') AS bytes FROM provider_key k",
        ),
      );
      expect(JSON.stringify(rows)).not.toContain('sk-live');
    });

    it('says unverified when the provider cannot be asked, and never valid', async () => {
      providers.answer = { status: 503, body: {} };
      const { body } = await create({
        provider: 'openai',
        label: 'offline',
        secret: { apiKey: SECRET },
      }).expect(201);
      expect(body).toMatchObject({
        state: 'active',
        validation: { result: 'unverified', code: 'http_503', at: null },
      });
    });

    it('gives the carrier account its token, with which webhooks are then signed', async () => {
      const { ours, inOrg } = world();
      const token = 'the-next-token-of-the-account';
      // The account's own address is asked, where nobody listens: that of the seed.
      const { body } = await create({
        provider: 'twilio',
        secret: { accountSid: ours.accountSid, authToken: token },
      }).expect(201);
      expect(body).toMatchObject({
        masked: `${ours.accountSid} ••••ount`,
        validation: { result: 'unverified' },
      });
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT auth_token, auth_token_ciphertext FROM carrier_account'),
      );
      expect(rows[0]).toMatchObject({ auth_token: null, auth_token_ciphertext: expect.any(Buffer) });
      for (const authToken of [token, ours.authToken]) {
        const { status } = await signedForm(world(), voiceWebhook, { authToken });
        expect([authToken, status]).not.toEqual([authToken, 403]);
      }
      expect((await signedForm(world(), voiceWebhook, { authToken: 'a third one' })).status).toBe(403);
    });

    it('makes an entry of the audit log without the secret', async () => {
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query(
          "SELECT detail, row_to_json(e)::text AS text FROM audit_entry e WHERE action = 'provider_key.created'",
        ),
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(rows[0]?.detail).toMatchObject({ provider: 'openai' });
      for (const row of rows) expect(row.text).not.toContain(SECRET);
    });
  },
  409: () => {
    it('refuses a label that is taken', async () => {
      const body = { provider: 'stripe', label: 'taken', secret: { apiKey: SECRET } };
      await create(body).expect(201);
      expectProblem(await create(body), 409, 'provider_key.label_taken');
    });
  },
  422: () => {
    it('stores nothing that the provider refuses, and repeats no secret', async () => {
      providers.answer = { status: 401, body: {} };
      const answer = await create({ provider: 'openai', label: 'bad', secret: { apiKey: SECRET } });
      expectProblem(answer, 422, 'provider_key.rejected');
      expect(answer.text).not.toContain(SECRET);
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query("SELECT FROM provider_key WHERE label = 'bad'"),
      );
      expect(rows).toHaveLength(0);
    });

    it('refuses what is no secret of that provider', async () => {
      const wrong = [
        { provider: 'twilio', secret: { apiKey: SECRET } },
        { provider: 'openai', secret: { apiKey: 'line\nbreak-in-a-header' } },
        { provider: 'nobody', secret: { apiKey: SECRET } },
        { provider: 'smtp', secret: { host: 'not a host', user: 'a', password: 'b' } },
      ];
      for (const body of wrong) expectProblem(await create(body), 422, 'request.not_valid');
    });
  },
  503: () => {
    it('stores nothing when the data key of the organization cannot be unwrapped', async () => {
      const { theirs, inOrg } = world();
      await inOrg(theirs.orgId, (tx) =>
        tx.query(
          "INSERT INTO org_data_key (org_id, version, wrapped_key, kek_id) VALUES ($1, 1, 'x', 'lost')",
          [theirs.orgId],
        ),
      );
      const body = { provider: 'openai', secret: { apiKey: SECRET } };
      const answer = await call(world(), createProviderKey, { role: 'admin', org: theirs }).send(body);
      expectProblem(answer, 503, 'secret.unreadable');
    });
  },
});
