import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createGate, GATE_BOUND_MS } from '../../../api/auth/gate.ts';
import { RecentAnswers } from '../../../api/auth/recent-answers.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { addApiKey, addPerson } from '../harness/people.ts';

const world = useApiWorld();
const refused = { code: 'auth.required' };

/** The gate of another process, whose clock stands still until it is moved. */
function otherProcess() {
  const { pool, inOrg } = world();
  const clock = { nowMs: Date.now() };
  return { clock, gate: createGate(pool, inOrg, () => clock.nowMs) };
}

describe('the gate', () => {
  it('refuses a revoked session of another process within its bound', async () => {
    const { deps, ours, inOrg } = world();
    const person = await addPerson(deps, ours.orgId, 'agent');
    const bearer = await deps.tokens.verify(person.accessToken);
    if (bearer.kind !== 'user') throw new Error('not a person');
    const { gate, clock } = otherProcess();
    await gate.person(bearer);
    await inOrg(ours.orgId, (tx) =>
      tx.query('UPDATE user_session SET revoked_at = clock_timestamp() WHERE id = $1', [person.sessionId]),
    );
    clock.nowMs += GATE_BOUND_MS - 1;
    await gate.person(bearer);
    clock.nowMs += 1;
    await expect(gate.person(bearer)).rejects.toMatchObject(refused);
  });

  it.each([
    ['a closed account', 'UPDATE "user" SET disabled_at = clock_timestamp() WHERE id = $1'],
    ['another role', `UPDATE "user" SET role = 'supervisor' WHERE id = $1`],
    ['another password', 'UPDATE "user" SET password_changed_at = clock_timestamp() WHERE id = $1'],
    ['tokens that were ended', 'UPDATE "user" SET token_version = token_version + 1 WHERE id = $1'],
    [
      'a closed organization',
      'UPDATE organization SET closed_at = clock_timestamp() WHERE $1::text IS NOT NULL',
    ],
  ])('refuses %s', async (_what, sql) => {
    const { deps, ours, inOrg } = world();
    const person = await addPerson(deps, ours.orgId, 'agent');
    const bearer = await deps.tokens.verify(person.accessToken);
    if (bearer.kind !== 'user') throw new Error('not a person');
    await otherProcess().gate.person(bearer);
    await inOrg(ours.orgId, (tx) => tx.query(sql, [person.userId]));
    await expect(otherProcess().gate.person(bearer)).rejects.toMatchObject(refused);
    await inOrg(ours.orgId, (tx) => tx.query('UPDATE organization SET closed_at = NULL'));
  });

  it('refuses a session under another organization or person than its own', async () => {
    const { deps, ours, theirs } = world();
    const person = await addPerson(deps, ours.orgId, 'admin');
    const bearer = await deps.tokens.verify(person.accessToken);
    if (bearer.kind !== 'user') throw new Error('not a person');
    const { gate } = otherProcess();
    await expect(gate.person({ ...bearer, orgId: theirs.orgId })).rejects.toMatchObject(refused);
    await expect(gate.person({ ...bearer, userId: ours.adminId })).rejects.toMatchObject(refused);
  });

  it('knows an API key until it is revoked or over, and marks it used', async () => {
    const { deps, ours, inOrg } = world();
    const { id, key } = await addApiKey(deps, ours.orgId, { role: 'agent', scopes: ['contacts:read'] });
    const principal = await otherProcess().gate.apiKey(key);
    expect(principal).toEqual({
      kind: 'api_key',
      orgId: ours.orgId,
      userId: null,
      role: 'agent',
      sessionId: null,
      apiKeyId: id,
      scopes: ['contacts:read'],
    });
    const change = (sql: string) => inOrg(ours.orgId, (tx) => tx.query(sql, [id]));
    const { rows } = await change('SELECT last_used_at IS NOT NULL AS used FROM api_key WHERE id = $1');
    expect(rows).toEqual([{ used: true }]);
    await change('UPDATE api_key SET expires_at = clock_timestamp() WHERE id = $1');
    await expect(otherProcess().gate.apiKey(key)).rejects.toMatchObject(refused);
    await change('UPDATE api_key SET expires_at = NULL, revoked_at = clock_timestamp() WHERE id = $1');
    await expect(otherProcess().gate.apiKey(key)).rejects.toMatchObject(refused);
    for (const wrong of ['ck_live_', 'ck_', `ck_live_${randomBytes(32).toString('base64url')}`, `${key}x`])
      await expect(otherProcess().gate.apiKey(wrong)).rejects.toMatchObject(refused);
  });

  it('refuses a key that ends while its answer is remembered', async () => {
    const { deps, ours, inOrg } = world();
    const { id, key } = await addApiKey(deps, ours.orgId);
    await inOrg(ours.orgId, (tx) =>
      tx.query(`UPDATE api_key SET expires_at = clock_timestamp() + interval '1 hour' WHERE id = $1`, [id]),
    );
    const { pool } = world();
    let nowMs = Date.now();
    const gate = createGate(pool, inOrg, () => nowMs);
    await gate.apiKey(key);
    nowMs += 3_600_000;
    await expect(gate.apiKey(key)).rejects.toMatchObject(refused);
  });
});

describe('recent answers', () => {
  const options = { limit: 10, maxAgeMs: 100, wallMs: () => 0 };

  it('ask once for a burst', async () => {
    const answers = new RecentAnswers<number>(options);
    let asked = 0;
    const ask = () => Promise.resolve((asked += 1));
    expect(await Promise.all([1, 2, 3].map(() => answers.get('a', ask)))).toEqual([1, 1, 1]);
    expect(await answers.get('a', ask)).toBe(1);
  });

  it('forget an answer that was under way when they were cleared', async () => {
    const answers = new RecentAnswers<string>(options);
    let tell: (answer: string) => void = () => {};
    const old = answers.get('a', () => new Promise((resolve) => (tell = resolve)));
    answers.clear();
    const fresh = answers.get('a', () => Promise.resolve('new'));
    tell('old');
    expect([await old, await fresh]).toEqual(['old', 'new']);
    expect(await answers.get('a', () => Promise.resolve('asked again'))).toBe('new');
  });

  it('do not remember a failure', async () => {
    const answers = new RecentAnswers<number>(options);
    await expect(answers.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await answers.get('a', () => Promise.resolve(1))).toBe(1);
  });
});
