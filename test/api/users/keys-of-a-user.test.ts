import { describe, expect, it } from '@jest/globals';
import { createApiKey } from '../../../api/endpoints/api-keys/create-api-key.endpoint.ts';
import { deactivateUser } from '../../../api/endpoints/users/deactivate-user.endpoint.ts';
import { updateUser } from '../../../api/endpoints/users/update-user.endpoint.ts';
import { mayMakeApiKey } from '../../../db/identity/api-key.ts';
import { changeUser } from '../../../db/identity/user.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { isQueued } from '../harness/is-queued.ts';
import { addPerson, type SignedIn } from '../harness/people.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const newAdmin = () => addPerson(world().deps, world().ours.orgId, 'admin');
const update = (id: string, body: object) => call(world(), updateUser, { role: 'admin', id }).send(body);
const use = (key: string) => world().http.get('/api/v1/contacts').set('Authorization', `Bearer ${key}`);

/** Asks for an API key of the role admin. */
const asking = ({ accessToken }: SignedIn) =>
  call(world(), createApiKey)
    .set('Authorization', `Bearer ${accessToken}`)
    .send({ name: 'CRM', role: 'admin', scopes: ['contacts:read'] });

/** Makes an API key, and sees that it works. */
async function madeBy(person: SignedIn): Promise<{ id: string; key: string }> {
  const { body } = await asking(person).expect(201);
  await use(body.key).expect(200);
  return body;
}

/** The keys that the last entry of an action says were revoked. */
async function audited(action: string): Promise<unknown> {
  const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
    tx.query('SELECT detail FROM audit_entry WHERE action = $1 ORDER BY seq DESC LIMIT 1', [action]),
  );
  return rows[0]?.detail.revokedApiKeys;
}

describe('the API keys that a person made', () => {
  it('end with the account, at once and for good', async () => {
    const [leaving, staying] = [await newAdmin(), await newAdmin()];
    const [key, others] = [await madeBy(leaving), await madeBy(staying)];
    await call(world(), deactivateUser, { role: 'admin', id: leaving.userId }).expect(204);
    expectProblem(await use(key.key), 401, 'auth.required');
    await use(others.key).expect(200);
    expect(await audited('user.deactivated')).toEqual([key.id]);
    await update(leaving.userId, { isDisabled: false }).expect(200);
    expectProblem(await use(key.key), 401, 'auth.required');
  });

  it('end when the account is closed by a change', async () => {
    const person = await newAdmin();
    const { id, key } = await madeBy(person);
    await update(person.userId, { isDisabled: true }).expect(200);
    expectProblem(await use(key), 401, 'auth.required');
    expect(await audited('user.updated')).toEqual([id]);
  });

  it('end with a lower role, and with nothing else', async () => {
    const person = await newAdmin();
    const { id, key } = await madeBy(person);
    await update(person.userId, { displayName: 'Grace', role: 'admin' }).expect(200);
    await use(key).expect(200);
    expect(await audited('user.updated')).toEqual([]);
    await update(person.userId, { role: 'supervisor' }).expect(200);
    expectProblem(await use(key), 401, 'auth.required');
    expect(await audited('user.updated')).toEqual([id]);
  });

  it('are not made any more by who is still believed to be an administrator elsewhere', async () => {
    const { inOrg, ours } = world();
    for (const change of [{ isDisabled: true }, { role: 'supervisor' }] as const) {
      const person = await newAdmin();
      await madeBy(person);
      // As another process changes it, whose change this one has not seen.
      await inOrg(ours.orgId, (tx) => changeUser(tx, person.userId, change));
      expectProblem(await asking(person), 401, 'auth.required');
    }
  });

  it('are found by who closes the account while one is being made', async () => {
    const { inOrg, ours } = world();
    const { userId } = await newAdmin();
    let closing: Promise<string[]> | undefined;
    await inOrg(ours.orgId, async (tx) => {
      expect(await mayMakeApiKey(tx, userId, 'admin')).toBe(true);
      closing = inOrg(ours.orgId, (other) => changeUser(other, userId, { isDisabled: true }));
      await isQueued(tx);
      await tx.query(
        `INSERT INTO api_key (org_id, name, prefix, key_hash, role, scopes, created_by)
         VALUES ($1, 'late', 'ck_live_late', '\\x01', 'admin', '{contacts:read}', $2)`,
        [ours.orgId, userId],
      );
    });
    expect(await closing).toHaveLength(1);
  });
});
