import { describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { login } from '../../../api/endpoints/auth/login.endpoint.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
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
