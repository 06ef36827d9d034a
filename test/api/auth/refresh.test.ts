import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { refresh } from '../../../api/endpoints/auth/refresh.endpoint.ts';
import { createTokenKeyRing } from '../../../api/auth/token-keys.ts';
import { successorsOf } from '../../../api/auth/refresh-token.ts';
import { rotateRefreshToken } from '../../../db/identity/rotate-refresh-token.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addPerson, type SignedIn } from '../harness/people.ts';

const world = useApiWorld();
const rotate = (refreshToken: string) => world().http.post('/api/v1/auth/refresh').send({ refreshToken });
const newPerson = () => addPerson(world().deps, world().ours.orgId, 'agent');
const me = (accessToken: string) =>
  world().http.get('/api/v1/auth/me').set('Authorization', `Bearer ${accessToken}`);

/** Moves the use of a session's tokens into the past. */
function age(person: SignedIn, seconds: number) {
  const { inOrg, ours } = world();
  return inOrg(ours.orgId, (tx) =>
    tx.query('UPDATE refresh_token SET used_at = used_at - make_interval(secs => $2) WHERE session_id = $1', [
      person.sessionId,
      seconds,
    ]),
  );
}

async function expectFamilyEnded(person: SignedIn, newest: string): Promise<void> {
  expectProblem(await rotate(newest), 401, 'auth.refresh_refused');
  expectProblem(await me(person.accessToken), 401, 'auth.required');
}

describeEndpoint(refresh, world, {
  200: () => {
    it('gives the next tokens of the same session', async () => {
      const person = await newPerson();
      const { body, headers } = await rotate(person.refreshToken).expect(200);
      expect(headers['cache-control']).toBe('no-store');
      expect(decodeJwt(body.accessToken)).toMatchObject({ sub: person.userId, sid: person.sessionId });
      expect(body.refreshToken).not.toBe(person.refreshToken);
      await rotate(body.refreshToken).expect(200);
    });

    it('gives a lost answer again within ten seconds', async () => {
      const person = await newPerson();
      const first = await rotate(person.refreshToken).expect(200);
      const again = await rotate(person.refreshToken).expect(200);
      expect(again.body.refreshToken).toBe(first.body.refreshToken);
      await rotate(first.body.refreshToken).expect(200);
    });

    it('tells a changed role', async () => {
      const { inOrg, ours } = world();
      const person = await newPerson();
      await inOrg(ours.orgId, (tx) =>
        tx.query(`UPDATE "user" SET role = 'supervisor' WHERE id = $1`, [person.userId]),
      );
      const { body } = await rotate(person.refreshToken).expect(200);
      expect(decodeJwt(body.accessToken).role).toBe('supervisor');
    });
  },
  401: () => {
    it('ends the family when a used token comes after the grace', async () => {
      const person = await newPerson();
      const { body } = await rotate(person.refreshToken).expect(200);
      await age(person, 11);
      expectProblem(await rotate(person.refreshToken), 401, 'auth.refresh_refused');
      await expectFamilyEnded(person, body.refreshToken);
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query(
          `SELECT target_id FROM audit_entry WHERE action = 'session.reuse_detected' ORDER BY seq DESC`,
        ),
      );
      expect(rows[0]).toEqual({ target_id: person.sessionId });
    });

    it('ends the family when a token of an older generation comes, even within the grace', async () => {
      const person = await newPerson();
      const second = await rotate(person.refreshToken).expect(200);
      const third = await rotate(second.body.refreshToken).expect(200);
      expectProblem(await rotate(person.refreshToken), 401, 'auth.refresh_refused');
      await expectFamilyEnded(person, third.body.refreshToken);
    });

    it('refuses what is unknown, over, or of a closed account', async () => {
      const { inOrg, ours } = world();
      const [idle, over, closed] = [await newPerson(), await newPerson(), await newPerson()];
      await inOrg(ours.orgId, async (tx) => {
        await tx.query('UPDATE refresh_token SET expires_at = clock_timestamp() WHERE session_id = $1', [
          idle.sessionId,
        ]);
        await tx.query('UPDATE user_session SET expires_at = clock_timestamp() WHERE id = $1', [
          over.sessionId,
        ]);
        await tx.query('UPDATE "user" SET disabled_at = clock_timestamp() WHERE id = $1', [closed.userId]);
      });
      for (const token of ['', 'crt_unknown', idle.refreshToken, over.refreshToken, closed.refreshToken])
        expectProblem(await rotate(token), 401, 'auth.refresh_refused');
      expectProblem(await world().http.post('/api/v1/auth/refresh').send({}), 401, 'auth.refresh_refused');
    });

    it('refuses a session that is older than the password', async () => {
      const { inOrg, ours } = world();
      const person = await newPerson();
      await inOrg(ours.orgId, (tx) =>
        tx.query('UPDATE "user" SET password_changed_at = clock_timestamp() WHERE id = $1', [person.userId]),
      );
      await expectFamilyEnded(person, person.refreshToken);
    });
  },
  403: () => {
    it('refuses a cookie without the token of our page', async () => {
      const answer = await world()
        .http.post('/api/v1/auth/refresh')
        .set('Cookie', '__Secure-evercall_refresh=crt_x; __Host-evercall_csrf=y')
        .send({});
      expectProblem(answer, 403, 'auth.csrf_failed');
    });
  },
});

describe('a race of refreshes', () => {
  it('has one successor, whoever comes first', async () => {
    const person = await newPerson();
    const answers = await Promise.all(Array.from({ length: 12 }, () => rotate(person.refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
      tx.query('SELECT generation FROM refresh_token WHERE session_id = $1 ORDER BY 1', [person.sessionId]),
    );
    expect(rows).toEqual([{ generation: 1 }, { generation: 2 }]);
  });
});

describe('a change of the key', () => {
  it('gives a lost answer again that was made under the key before', async () => {
    const { pool } = world();
    const person = await newPerson();
    const [old, next] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const rotateUnder = (keys: ReturnType<typeof createTokenKeyRing>) =>
      rotateRefreshToken(pool, {
        token: person.refreshToken,
        successors: successorsOf(keys, person.refreshToken),
        onReuse: () => Promise.resolve(),
      });
    const first = await rotateUnder(createTokenKeyRing({ current: old }));
    const again = await rotateUnder(createTokenKeyRing({ current: next, previous: old }));
    expect(first.ok && again.ok && again.refreshToken === first.refreshToken).toBe(true);
    const gone = await rotateUnder(createTokenKeyRing({ current: next }));
    expect(gone).toEqual({ ok: false, reason: 'reused' });
  });
});
