import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { firstThatFits } from '../../../api/auth/first-that-fits.ts';
import { createOrganization } from '../../../db/identity/create-organization.ts';
import { mayAddUnproven } from '../../../db/identity/proven-address.ts';
import { addUser } from '../../../db/identity/user.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { isQueued } from '../harness/is-queued.ts';
import { addOrganizationOf } from '../harness/people.ts';

const world = useApiWorld();
const NOBODY = { name: 'Somebody', ref: null, zone: 'UTC', language: 'en' } as const;

/** Registers an organization, as from an address of the network that has not asked before. */
async function registerAnew(email: string) {
  const { http, pool } = world();
  await pool.query('DELETE FROM login_backoff');
  const founder = { organizationName: 'Riverside', displayName: 'Ada', email, password: ADMIN_PASSWORD };
  return http.post('/api/v1/auth/register').send(founder);
}

describe('an address that strangers registered', () => {
  it('lets its owner in and mails them, however many there were before and after', async () => {
    const { deps, http, ours, mails } = world();
    const email = 'crowded@example.test';
    const crowd = async () => {
      for (let made = 0; made < 8; made += 1)
        await addOrganizationOf(deps, email, {
          passwordOf: { orgId: ours.orgId, userId: ours.adminId },
          isAddressProven: false,
        });
    };
    await crowd();
    const owner = await addOrganizationOf(deps, email, {
      passwordOf: { orgId: ours.orgId, userId: ours.adminId },
      isAddressProven: true,
    });
    await crowd();
    const { body } = await http.post('/api/v1/auth/login').send({ email, password: ADMIN_PASSWORD });
    expect(decodeJwt(body.accessToken).org).toBe(owner.orgId);
    await http.post('/api/v1/auth/password/forgot').send({ email }).expect(202);
    await deps.background.settled();
    const { rows } = await deps.inOrg(owner.orgId, (tx) => tx.query('SELECT id FROM password_reset'));
    expect([rows.length, mails.filter(({ to }) => to === email).length]).toEqual([1, 8]);
  });

  it('comes with the newest of those that nobody has proven', async () => {
    const { deps, http, ours } = world();
    const email = 'unproven@example.test';
    const passwordOf = { orgId: ours.orgId, userId: ours.adminId };
    await addOrganizationOf(deps, email, { passwordOf, isAddressProven: false });
    const newer = await addOrganizationOf(deps, email, { passwordOf, isAddressProven: false });
    const { body } = await http.post('/api/v1/auth/login').send({ email, password: ADMIN_PASSWORD });
    expect(decodeJwt(body.accessToken).org).toBe(newer.orgId);
  });

  it('has three organizations that wait for a proof, and then answers as when it was asked too often', async () => {
    const { deps, http, mails, pool } = world();
    const email = 'few@example.test';
    for (let made = 0; made < 3; made += 1) expect((await registerAnew(email)).status).toBe(201);
    await deps.background.settled();
    const refused = await registerAnew(email.toUpperCase());
    expectProblem(refused, 429, 'auth.throttled');
    expect(refused.headers['retry-after']).toBe('3600');
    // The limiter's own refusal, word by word.
    const often = 'often@example.test';
    const founder = { organizationName: 'Riverside', displayName: 'Ada', password: ADMIN_PASSWORD };
    await pool.query('DELETE FROM login_backoff');
    for (let made = 0; made < 3; made += 1)
      await http
        .post('/api/v1/auth/register')
        .send({ ...founder, email: often })
        .expect(201);
    const throttled = await http.post('/api/v1/auth/register').send({ ...founder, email: often });
    const { requestId: _one, instance: _its, ...said } = refused.body;
    expect(throttled.body).toMatchObject(said);
    expect(throttled.headers['retry-after']).toBe('3600');
    const ours = mails.filter(({ to }) => to === email);
    expect(ours).toHaveLength(3);
    const token = /#token=([\w.-]+)/.exec(ours[0]?.text ?? '')?.[1];
    await http.post('/api/v1/auth/email/confirm').send({ token }).expect(204);
    expect((await registerAnew(email)).status).toBe(201);
    expect((await registerAnew(email)).status).toBe(429);
  });

  it('gives the last place to one of two who ask at once', async () => {
    const { deps, ours } = world();
    const email = 'at-once@example.test';
    const passwordOf = { orgId: ours.orgId, userId: ours.adminId };
    for (let made = 0; made < 2; made += 1)
      await addOrganizationOf(deps, email, { passwordOf, isAddressProven: false });
    let second: Promise<boolean> | undefined;
    const first = await createOrganization(deps.pool, NOBODY, async (tx, { id: orgId }) => {
      const isFree = await mayAddUnproven(tx, email);
      second = deps.inOrg(ours.orgId, (other) => mayAddUnproven(other, email.toUpperCase()));
      await isQueued(tx);
      const role = 'admin' as const;
      const account = { orgId, email, displayName: 'Ada', role, passwordHash: '-', isAddressProven: false };
      await addUser(tx, account);
      return isFree;
    });
    expect([first, await second]).toEqual([true, false]);
  });
});

describe('a sign-in that is refused', () => {
  const account = (org_ref: string, disabled_at: Date | null = null) => ({
    org_ref,
    password_hash: `hash of ${org_ref}`,
    disabled_at,
  });

  /** How many hashes a wrong password costs. */
  async function hashesOf(accounts: ReturnType<typeof account>[], orgRef?: string): Promise<number> {
    let hashes = 0;
    const found = await firstThatFits(accounts, orgRef, async () => {
      hashes += 1;
      return false;
    });
    expect(found).toBeUndefined();
    return hashes;
  }

  it('costs the same whether there is an account or none, and whatever strangers made beside it', async () => {
    const strangers = ['s1', 's2', 's3'].map((ref) => account(ref));
    const costs = [
      await hashesOf([]),
      await hashesOf([account('own')]),
      await hashesOf([account('closed', new Date())]),
      await hashesOf(strangers),
      await hashesOf([account('own'), ...strangers]),
      await hashesOf([account('own'), ...strangers], 'own'),
      await hashesOf([account('own')], 'nobody'),
    ];
    expect(new Set(costs)).toEqual(new Set([4]));
  });

  it('tries eight accounts at most', async () => {
    expect(await hashesOf(Array.from({ length: 20 }, (_, at) => account(`org-${at}`)))).toBe(8);
  });
});
