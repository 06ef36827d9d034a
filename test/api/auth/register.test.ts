import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { register } from '../../../api/endpoints/auth/register.endpoint.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';

const world = useApiWorld();
const closed = useApiWorld();
const send = (body: object) => world().http.post('/api/v1/auth/register').send(body);
const founder = {
  organizationName: 'Žižkov Clinic',
  email: 'founder@example.test',
  password: ADMIN_PASSWORD,
  displayName: 'Ada',
  zone: 'Europe/Prague',
  language: 'cs',
};

/** Invites an address into our organization; gives the token of the mail. */
async function invited(email: string, role = 'supervisor'): Promise<string> {
  const { http, ours, deps, mails } = world();
  const token = `Bearer ${ours.tokens.admin}`;
  await http.post('/api/v1/users').set('Authorization', token).send({ email, role }).expect(201);
  await deps.background.settled();
  const mail = mails.findLast(({ to }) => to === email);
  return /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

const taking = (invitationToken: string) =>
  send({ invitationToken, password: ADMIN_PASSWORD, displayName: 'Grace' });

describeEndpoint(register, world, {
  201: () => {
    it('makes an organization with its first admin, who is signed in', async () => {
      const { http, mails, deps } = world();
      const { body } = await send(founder).expect(201);
      const token = `Bearer ${body.accessToken}`;
      const me = await http.get('/api/v1/auth/me').set('Authorization', token).expect(200);
      expect(me.body).toMatchObject({
        email: founder.email,
        role: 'admin',
        displayName: 'Ada',
        language: 'cs',
      });
      expect(me.body.organization.ref).toMatch(/^zizkov-clinic-[a-z2-9]{5}$/);
      const users = await http.get('/api/v1/users').set('Authorization', token).expect(200);
      expect(users.body.data).toHaveLength(1);
      await http
        .post('/api/v1/auth/login')
        .send({ email: founder.email, password: ADMIN_PASSWORD })
        .expect(200);
      await deps.background.settled();
      const mail = mails.at(-1);
      expect([mail?.to, mail?.subject]).toEqual([founder.email, 'Potvrďte svou adresu v Evercallu']);
      expect(mail?.text).toContain('„Žižkov Clinic“');
    });

    it('answers alike for an address that is known', async () => {
      const { ours, http } = world();
      const unknown = await send({ ...founder, email: 'other@example.test' }).expect(201);
      const known = await send({ ...founder, email: ours.adminEmail }).expect(201);
      expect(new Set(Object.keys(known.body))).toEqual(new Set(Object.keys(unknown.body)));
      expect(decodeJwt(known.body.accessToken).org).not.toBe(ours.orgId);
      // Whoever has proven the address comes first.
      const login = { email: ours.adminEmail, password: ADMIN_PASSWORD };
      const { body } = await http.post('/api/v1/auth/login').send(login).expect(200);
      expect(decodeJwt(body.accessToken).org).toBe(ours.orgId);
    });

    it('takes an invitation once, with its address and role', async () => {
      const { http } = world();
      const token = await invited('grace@example.test');
      const { body } = await taking(token).expect(201);
      const me = await http.get('/api/v1/auth/me').set('Authorization', `Bearer ${body.accessToken}`);
      expect(me.body).toMatchObject({
        email: 'grace@example.test',
        role: 'supervisor',
        displayName: 'Grace',
      });
      expectProblem(await taking(token), 400, 'auth.token_not_valid');
    });
  },
  400: () => {
    it('refuses an invitation that is unknown, replaced, over or taken back', async () => {
      const { inOrg, ours } = world();
      const first = await invited('ivy@example.test');
      const second = await invited('ivy@example.test');
      expectProblem(await taking('unknown'), 400, 'auth.token_not_valid');
      expectProblem(await taking(first), 400, 'auth.token_not_valid');
      await inOrg(ours.orgId, (tx) => tx.query('UPDATE invitation SET expires_at = clock_timestamp()'));
      expectProblem(await taking(second), 400, 'auth.token_not_valid');
    });

    it('gives one account when it is taken twice at once', async () => {
      const token = await invited('twice@example.test');
      const statuses = (await Promise.all([taking(token), taking(token)])).map(({ status }) => status);
      expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 400]);
    });
  },
  403: () => {
    it('makes no organization where registration is closed, but takes invitations', async () => {
      const { createApp } = await import('../../../api/app.ts');
      const { default: supertest } = await import('supertest');
      const { Registry } = await import('prom-client');
      const { deps } = closed();
      const settings = { ...deps.settings, isRegistrationOpen: false };
      const app = createApp({ ...deps, settings, metrics: new Registry() });
      expectProblem(
        await supertest(app).post('/api/v1/auth/register').send(founder),
        403,
        'auth.registration_closed',
      );
      const taken = { invitationToken: 'unknown', password: ADMIN_PASSWORD, displayName: 'Ada' };
      expectProblem(
        await supertest(app).post('/api/v1/auth/register').send(taken),
        400,
        'auth.token_not_valid',
      );
    });
  },
  422: () => {
    it('refuses a short password, a name of control characters and a zone that is none', async () => {
      for (const [field, value] of [
        ['password', 'too short'],
        ['displayName', 'Ada\u0000'],
        ['displayName', 'Ada\u202Ecod'],
        ['zone', 'Mars/Olympus'],
        ['zone', '+01:00'],
      ])
        expectProblem(await send({ ...founder, [field ?? '']: value }), 422, 'request.not_valid');
    });
  },
  429: () => {
    it('lets one address make few organizations', async () => {
      const email = 'many@example.test';
      for (let made = 0; made < 3; made += 1) await send({ ...founder, email }).expect(201);
      expectProblem(await send({ ...founder, email }), 429, 'auth.throttled');
    });
  },
});

describe('an organization that is registered', () => {
  it('has settings, keys and an audit chain of its own', async () => {
    const { inOrg } = world();
    const { body } = await send({ ...founder, email: 'own@example.test' }).expect(201);
    const orgId = String(decodeJwt(body.accessToken).org);
    const { rows } = await inOrg(orgId, (tx) =>
      tx.query(`SELECT default_zone, length(phone_hash_key) AS key, (SELECT count(*) FROM audit_entry) AS entries
                  FROM organization`),
    );
    expect(rows).toEqual([{ default_zone: 'Europe/Prague', key: 32, entries: 1 }]);
  });
});
