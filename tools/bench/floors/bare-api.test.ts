import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { useApiWorld } from '../../../test/api/harness/api-world-hooks.ts';
import { addContact } from '../../../test/api/harness/rows.ts';
import { createBareApi } from './bare-api.ts';

const world = useApiWorld();

describe.each(['joined', 'stepwise'] as const)('the bare API, %s', (reads) => {
  const bare = () => supertest(createBareApi(world().pool, world().ours.orgId, reads));
  const ours = (path: string) =>
    world().http.get(path).set('Authorization', `Bearer ${world().ours.tokens.agent}`).expect(200);

  it('reads one contact and a page of them as the API does', async () => {
    const id = await addContact(world(), world().ours);
    await addContact(world(), world().ours);
    const detail = `/api/v1/contacts/${id}`;
    expect((await bare().get(detail).expect(200)).body).toEqual((await ours(detail)).body);
    const list = '/api/v1/contacts?limit=1';
    const [{ body: page }, { body: ourPage }] = [await bare().get(list).expect(200), await ours(list)];
    expect(page.data).toEqual(ourPage.data);
    expect(page.nextCursor).toEqual(expect.any(String));
  });

  it('sees nothing of another organization', async () => {
    const id = await addContact(world(), world().theirs);
    await bare().get(`/api/v1/contacts/${id}`).expect(404);
  });

  it('makes a call list', async () => {
    const name = randomUUID();
    const { body } = await bare().post('/api/v1/call-lists').send({ name }).expect(201);
    expect(body).toMatchObject({ name, contacts: 0 });
  });
});
