import { describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { login } from '../../../api/endpoints/auth/login.endpoint.ts';
import { ADMIN_PASSWORD, OPERATOR_EMAIL } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';

const world = useApiWorld();
const tryLogin = (email: string, password: string) =>
  world().http.post('/api/v1/auth/login').send({ email, password });

describeEndpoint(login, world, {
  200: () => {
    it('gives a token of ten minutes that says who asks', async () => {
      const { ours, http } = world();
      const { body } = await tryLogin(ours.adminEmail.toUpperCase(), ADMIN_PASSWORD).expect(200);
      const claims = decodeJwt(body.accessToken);
      expect(claims).toMatchObject({
        aud: 'evercall-api',
        sub: ours.adminId,
        org: ours.orgId,
        role: 'admin',
      });
      expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
      expect(decodeProtectedHeader(body.accessToken)).toMatchObject({
        alg: 'EdDSA',
        kid: expect.any(String),
      });
      const me = await http
        .get('/api/v1/auth/me')
        .set('Authorization', `Bearer ${body.accessToken}`)
        .expect(200);
      expect(me.body.id).toBe(ours.adminId);
    });

    it('opens a session of 90 days with a refresh token, and writes it into the audit chain', async () => {
      const { ours, inOrg } = world();
      const { body, headers } = await tryLogin(ours.adminEmail, ADMIN_PASSWORD).expect(200);
      expect(headers['cache-control']).toBe('no-store');
      expect(body).toMatchObject({ session: 'api', refreshToken: expect.stringMatching(/^crt_/) });
      const days = (new Date(body.sessionExpiresAt).getTime() - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(89.9);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query(
          `SELECT actor_id, target_id FROM audit_entry WHERE action = 'session.opened' ORDER BY seq DESC`,
        ),
      );
      expect(rows[0]).toEqual({ actor_id: ours.adminId, target_id: decodeJwt(body.accessToken).sid });
    });

    it('stores no token, only hashes', async () => {
      const { ours, inOrg } = world();
      const { body } = await tryLogin(ours.adminEmail, ADMIN_PASSWORD).expect(200);
      const secret = Buffer.from(body.refreshToken).toString('hex');
      for (const table of ['refresh_token', 'user_session', 'audit_entry', 'login_backoff']) {
        const { rows } = await inOrg(ours.orgId, (tx) =>
          tx.query<{ text: string }>(`SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM ${table} t`),
        );
        expect(rows[0]?.text).not.toContain(body.refreshToken);
        expect(rows[0]?.text).not.toContain(secret);
        expect(rows[0]?.text).not.toContain(ours.adminEmail);
      }
    });

    it('lets an operator in, outside every organization', async () => {
      const { http, ours } = world();
      const asOperator = { email: OPERATOR_EMAIL, password: ADMIN_PASSWORD, as: 'operator' };
      const { body } = await http.post('/api/v1/auth/login').send(asOperator).expect(200);
      expect(body).toMatchObject({ session: 'operator', tokenType: 'Bearer' });
      expect(body).not.toHaveProperty('refreshToken');
      const token = `Bearer ${body.accessToken}`;
      await http.get('/api/v1/organizations').set('Authorization', token).expect(200);
      await http.get('/api/v1/contacts').set('Authorization', token).expect(403);
      await http
        .post('/api/v1/auth/login')
        .send({ ...asOperator, email: ours.adminEmail })
        .expect(401);
      await tryLogin(OPERATOR_EMAIL, ADMIN_PASSWORD).expect(401);
    });
  },
  401: () => {
    it('says the same of a wrong password, an unknown address and a closed account', async () => {
      const { ours, theirs, inOrg } = world();
      await inOrg(theirs.orgId, (tx) => tx.query('UPDATE "user" SET disabled_at = clock_timestamp()'));
      const wrong = await tryLogin(ours.adminEmail, 'wrong');
      const unknown = await tryLogin('nobody@example.test', ADMIN_PASSWORD);
      const closed = await tryLogin(theirs.adminEmail, ADMIN_PASSWORD);
      for (const answer of [wrong, unknown, closed]) expectProblem(answer, 401, 'auth.bad_credentials');
      expect(unknown.body.detail).toBe(wrong.body.detail);
    });
  },
  429: () => {
    it('makes who fails five times wait, even with the right password then', async () => {
      const email = 'guessed@example.test';
      for (let tries = 0; tries < 5; tries += 1) await tryLogin(email, 'wrong').expect(401);
      const refused = await tryLogin(email, ADMIN_PASSWORD);
      expectProblem(refused, 429, 'auth.throttled');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(30);
    });
  },
});

describe('login of one address in two organizations', () => {
  it('takes the one that is named', async () => {
    const { ours, theirs, inOrg, http } = world();
    const password_hash = await inOrg(ours.orgId, async (tx) => {
      const { rows } = await tx.query<{ password_hash: string }>('SELECT password_hash FROM "user" LIMIT 1');
      return rows[0]?.password_hash;
    });
    for (const org of [ours, theirs]) {
      await inOrg(org.orgId, (tx) =>
        tx.query(
          `INSERT INTO "user" (org_id, email, display_name, role, password_hash) VALUES ($1, 'two@example.test', 'Two', 'agent', $2)`,
          [org.orgId, password_hash],
        ),
      );
    }
    const named = { email: 'two@example.test', password: ADMIN_PASSWORD, organization: theirs.ref };
    const { body } = await http.post('/api/v1/auth/login').send(named).expect(200);
    expect(decodeJwt(body.accessToken)).toMatchObject({ org: theirs.orgId, role: 'agent' });
  });
});
