import { expect, it } from '@jest/globals';
import { createWebhook } from '../../../api/endpoints/webhook-endpoints/create-webhook.endpoint.ts';
import { MOST_ENDPOINTS } from '../../../contracts/webhook-endpoint.schema.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { loseDataKey } from '../harness/webhook-rows.ts';

const world = useApiWorld();
const create = (body: object) => call(world(), createWebhook, { role: 'admin' }).send(body);
const hook = { url: 'https://hooks.example.com/evercall', events: ['call.completed', 'call.completed'] };

describeEndpoint(createWebhook, world, {
  201: () => {
    it('gives the secret this once, and keeps it sealed', async () => {
      const answer = await create({ ...hook, description: ' the CRM ' }).expect(201);
      expect(answer.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(answer.body.endpoint).toMatchObject({
        url: hook.url,
        description: 'the CRM',
        events: ['call.completed'],
        state: 'enabled',
        failingSince: null,
      });
      expect(answer.headers.etag).toBe('"1"');
      const { ours, inOrg } = world();
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT e::text AS text FROM webhook_endpoint e'),
      );
      const hex = Buffer.from(answer.body.secret).toString('hex');
      expect(rows).toHaveLength(1);
      expect(rows[0].text).not.toContain(answer.body.secret);
      expect(rows[0].text).not.toContain(hex);
      const audits = await inOrg(ours.orgId, (tx) =>
        tx.query(`SELECT detail::text FROM audit_entry WHERE action = 'webhook_endpoint.created'`),
      );
      expect(audits.rows).toHaveLength(1);
      expect(JSON.stringify(audits.rows)).not.toContain('whsec_');
    });
  },
  409: () => {
    it('refuses all but one of those that come at once for the last place', async () => {
      const { ours, inOrg } = world();
      await inOrg(ours.orgId, (tx) =>
        tx.query(
          `INSERT INTO webhook_endpoint (org_id, url, events, secret_ciphertext, secret_key_version)
           SELECT $1, 'https://hooks.example.com/', '{*}', '', 1
             FROM generate_series(1, $2 - (SELECT count(*)::int FROM webhook_endpoint))`,
          [ours.orgId, MOST_ENDPOINTS - 1],
        ),
      );
      const once = () => create(hook);
      const statuses = (await Promise.all(Array.from({ length: 6 }, once))).map(({ status }) => status);
      expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409]);
    });

    it('refuses one too many', async () => {
      const { ours, inOrg } = world();
      await inOrg(ours.orgId, (tx) =>
        tx.query(
          `INSERT INTO webhook_endpoint (org_id, url, events, secret_ciphertext, secret_key_version)
           SELECT $1, 'https://hooks.example.com/', '{*}', '', 1 FROM generate_series(1, $2)`,
          [ours.orgId, MOST_ENDPOINTS],
        ),
      );
      expectProblem(await create(hook), 409, 'webhook_endpoint.limit_reached');
      await inOrg(ours.orgId, (tx) => tx.query('UPDATE webhook_endpoint SET deleted_at = now()'));
      await create(hook).expect(201);
    });
  },
  422: () => {
    it.each([
      { ...hook, events: [] },
      { ...hook, events: ['call.unheard_of'] },
      { ...hook, url: 'ftp://hooks.example.com' },
      { ...hook, url: 'hooks' },
      { ...hook, secret: 'whsec_mine' },
    ])('refuses %j', async (body) => {
      expectProblem(await create(body), 422, 'request.not_valid');
    });

    it.each([
      ['http://hooks.example.com/', 'scheme_not_allowed'],
      ['https://10.0.0.7/', 'address_not_public'],
      ['https://2130706433/', 'address_not_public'],
      ['https://[::1]/', 'address_not_public'],
      ['https://hooks.example.com:8443/', 'port_not_allowed'],
      ['https://user:pass@hooks.example.com/', 'credentials_in_url'],
    ])('refuses %s: %s', async (url, code) => {
      const answer = await create({ ...hook, url });
      expectProblem(answer, 422, 'webhook_endpoint.url_refused');
      expect(answer.body.errors).toMatchObject([{ pointer: '/url', code }]);
    });
  },
  503: () => {
    it('stores nothing when the data key of the organization cannot be unwrapped', async () => {
      const { theirs } = world();
      await loseDataKey(world(), theirs);
      const answer = await call(world(), createWebhook, { role: 'admin', org: theirs }).send(hook);
      expectProblem(answer, 503, 'secret.unreadable');
    });
  },
});
