import { randomUUIDv7 } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { ENDPOINTS } from '../../api/endpoints.ts';
import type { Endpoint } from '../../api/endpoint.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';
import { addCallback } from './harness/callback-rows.ts';
import { expectProblem } from './harness/generic-blocks.ts';
import { addApiKey, addPerson } from './harness/people.ts';
import { recordAudit } from '../../db/audit/record-audit.ts';
import { createOrganization } from '../../db/identity/create-organization.ts';
import { reportInstance } from '../../db/services/service-instances.ts';
import { addRecording, addVoicemail } from './harness/recording-rows.ts';
import { call, resourceOf } from './harness/requests.ts';
import {
  addAttempt,
  addCampaign,
  addContact,
  addFlow,
  addList,
  addPhoneNumber,
  addProviderKey,
} from './harness/rows.ts';

const world = useApiWorld();
const sorted = ENDPOINTS.filter(({ query }) => query && 'sort' in query.shape);
const lists = sorted.filter(({ path }) => !path.includes('{'));
const sparse = ENDPOINTS.filter(({ query }) => query && 'fields' in query.shape);
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
    await addFlow(world(), ours);
    await world().inOrg(ours.orgId, (tx) =>
      recordAudit(tx, {
        actor: { kind: 'user', id: 'ann' },
        action: 'flow.published',
        target: { kind: 'flow', id: 'f' },
      }),
    );
    const another = { name: 'Another', ref: null, zone: 'UTC', language: 'en' } as const;
    await createOrganization(deps.pool, another, async () => {});
    const process = { name: 'jobs', version: '1', queues: [], host: 'host', pid: 1, startedAtMs: Date.now() };
    await reportInstance(deps.pool, { id: randomUUIDv7(), ...process });
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
    const [name = ''] = fieldsOf(endpoint);
    await page(endpoint, `?limit=2&fields=${name}&sort=${order}&cursor=${nextCursor}`);
  });
});

/** Two members of the items, as the document names them. */
function fieldsOf(endpoint: Endpoint): string[] {
  const fields = endpoint.query?.shape.fields as z.ZodType | undefined;
  const { description } = fields?.meta() ?? {};
  return (/unless told: (.+)\.$/.exec(description ?? '')?.[1] ?? '').split(', ').slice(0, 2);
}

describe.each(sparse.map((endpoint) => [endpoint.id, endpoint] as const))('%s', (_id, endpoint) => {
  it('answers with the members that `fields` names, and refuses others', async () => {
    const id = await resourceOf(world(), world().ours, endpoint);
    const ask = (fields: string) =>
      call(world(), endpoint, { ...(id && { id }), role: 'admin', query: `?fields=${fields}` });
    const names = fieldsOf(endpoint);
    const { body } = await ask(names.join(',')).expect(200);
    const items: Item[] = body.data ?? body.rows ?? body.decisions;
    for (const item of items) expect(Object.keys(item)).toEqual(names);
    for (const fields of [`${names[0]},nothing`, '', '__proto__']) {
      const answer = await ask(fields);
      expectProblem(answer, 422, 'request.not_valid');
      expect(answer.body.errors[0].pointer).toBe('/query/fields');
    }
  });
});

describe('the lists', () => {
  it('all answer with chosen members', () => {
    const pages = ENDPOINTS.filter(({ query }) => query && 'cursor' in query.shape);
    expect(pages.filter((endpoint) => !sparse.includes(endpoint)).map(({ id }) => id)).toEqual([]);
  });

  it('have one order where it is their nature: lines of a file, a ledger, a bounded store', () => {
    const once = sparse.filter((endpoint) => !sorted.includes(endpoint)).map(({ id }) => id);
    expect(once.toSorted()).toEqual([
      'explainContact',
      'getImport',
      'listCircuitBreakers',
      'listFlowSuites',
      'listTraces',
    ]);
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
