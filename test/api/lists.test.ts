import { beforeAll, describe, expect, it } from '@jest/globals';
import { ENDPOINTS } from '../../api/endpoints.ts';
import type { Endpoint } from '../../api/endpoint.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';
import { addCallback } from './harness/callback-rows.ts';
import { expectProblem } from './harness/generic-blocks.ts';
import { addApiKey, addPerson } from './harness/people.ts';
import { addRecording, addVoicemail } from './harness/recording-rows.ts';
import { call } from './harness/requests.ts';
import {
  addAttempt,
  addCampaign,
  addContact,
  addList,
  addPhoneNumber,
  addProviderKey,
} from './harness/rows.ts';

const world = useApiWorld();
const lists = ENDPOINTS.filter(({ present, path }) => present && !path.includes('{'));
type Item = Record<string, unknown>;

/** Three rows at least in most lists. */
beforeAll(async () => {
  const { deps, ours } = world();
  for (const _ of [1, 2, 3]) {
    await addList(world(), ours, [await addContact(world(), ours)]);
    await addCampaign(world(), ours, 'running');
    await addAttempt(world(), ours, 'placed');
    await addRecording(world(), ours);
    await addVoicemail(world(), ours);
    await addCallback(world(), ours);
    await addPhoneNumber(world(), ours);
    await addProviderKey(world(), ours);
    await addApiKey(deps, ours.orgId);
    await addPerson(deps, ours.orgId, 'agent');
  }
}, 120_000);

const page = async (endpoint: Endpoint, query: string) =>
  (await call(world(), endpoint, { role: 'admin', query }).expect(200)).body as {
    data: Item[];
    nextCursor: string | null;
  };

function ordersOf(endpoint: Endpoint): string[] {
  const sort = endpoint.query?.shape.sort as unknown as { unwrap(): { options: string[] } };
  return sort.unwrap().options;
}

/** All items, one a page. */
async function walk(endpoint: Endpoint, query: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { data, nextCursor } = await page(endpoint, `?limit=1&${query}${more}`);
    items.push(...data);
    cursor = nextCursor;
  } while (cursor !== null);
  return items;
}

describe.each(lists.map((endpoint) => [endpoint.id, endpoint] as const))('%s', (_id, endpoint) => {
  it.each(ordersOf(endpoint))('walks all of it in the order %s, and each item once', async (order) => {
    const all = (await page(endpoint, `?limit=200&sort=${order}`)).data;
    const walked = await walk(endpoint, `sort=${order}`);
    expect(walked).toEqual(all);
    const { data: turned } = await page(
      endpoint,
      `?limit=200&sort=${order.replace(/^-|^/, (sign) => (sign ? '' : '-'))}`,
    );
    expect(turned).toEqual(all.toReversed());
  });

  it('answers with the members that `fields` names, and refuses others', async () => {
    const names = Object.keys((await page(endpoint, '?limit=1')).data[0] ?? { id: '' }).slice(0, 2);
    const { data } = await page(endpoint, `?fields=${names.join(',')}`);
    for (const item of data) expect(Object.keys(item)).toEqual(names);
    for (const query of ['?fields=id,nothing', '?fields=', '?fields=__proto__']) {
      const answer = await call(world(), endpoint, { role: 'admin', query });
      expectProblem(answer, 422, 'request.not_valid');
      expect(answer.body.errors[0].pointer).toBe('/query/fields');
    }
  });

  it('refuses an order that it does not know', async () => {
    const answer = await call(world(), endpoint, { role: 'admin', query: '?sort=id;drop' });
    expectProblem(answer, 422, 'request.not_valid');
    expect(answer.body.errors[0].pointer).toBe('/query/sort');
  });

  it('continues with the same order alone', async () => {
    const [order = '', other = ''] = ordersOf(endpoint);
    const { nextCursor } = await page(endpoint, `?limit=1&sort=${order}`);
    if (nextCursor === null) return;
    const query = `?limit=1&sort=${other}&cursor=${nextCursor}`;
    expectProblem(await call(world(), endpoint, { role: 'admin', query }), 400, 'request.bad_cursor');
    await page(endpoint, `?limit=2&fields=id&sort=${order}&cursor=${nextCursor}`);
  });
});

describe('a cursor', () => {
  it('continues with the same filters alone, and in its own list', async () => {
    const [contacts, calls] = ['listContacts', 'listCalls'].map((id) =>
      lists.find((endpoint) => endpoint.id === id),
    ) as [Endpoint, Endpoint];
    const { nextCursor } = await page(contacts, '?limit=1&language=en');
    expect((await page(contacts, `?language=en&cursor=${nextCursor}`)).data.length).toBeGreaterThan(0);
    for (const [endpoint, query] of [
      [contacts, '?limit=1'],
      [contacts, '?limit=1&language=es'],
      [calls, '?limit=1'],
    ] as const) {
      const answer = await call(world(), endpoint, { role: 'admin', query: `${query}&cursor=${nextCursor}` });
      expectProblem(answer, 400, 'request.bad_cursor');
    }
  });

  it('edited by hand is refused', async () => {
    const contacts = lists.find(({ id }) => id === 'listContacts') as Endpoint;
    const { nextCursor } = await page(contacts, '?limit=1');
    const [mark, ...position] = JSON.parse(Buffer.from(String(nextCursor), 'base64url').toString());
    for (const edited of [
      [mark],
      [mark, 'x', 'y'],
      ['other', ...position],
      [mark, ...position, 1],
      {},
      null,
    ]) {
      const cursor = Buffer.from(JSON.stringify(edited)).toString('base64url');
      const answer = await call(world(), contacts, { role: 'admin', query: `?cursor=${cursor}` });
      expectProblem(answer, 400, 'request.bad_cursor');
    }
  });
});
