import { afterEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { useApiWorld } from './harness/api-world-hooks.ts';
import { addContact, addList } from './harness/rows.ts';

// Issue 5: a read asks the database for one statement over tables, and nothing for its session within two seconds.

const world = useApiWorld();
afterEach(() => void jest.restoreAllMocks());

/** What goes to the database meanwhile: texts of simple queries, and names or texts of prepared statements. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const { query, parse, bind } = pg.Connection.prototype;
  jest.spyOn(pg.Connection.prototype, 'query').mockImplementation(function (this: pg.Connection, text) {
    sent.push(text);
    return query.call(this, text);
  });
  let unnamed = '';
  jest.spyOn(pg.Connection.prototype, 'parse').mockImplementation(function (this: pg.Connection, ...args) {
    if (!args[0].name) unnamed = args[0].text;
    return parse.apply(this, args);
  });
  jest.spyOn(pg.Connection.prototype, 'bind').mockImplementation(function (this: pg.Connection, ...args) {
    sent.push(args[0]?.statement || unnamed);
    return bind.apply(this, args);
  });
  await work();
  return sent;
}

describe('an authenticated read', () => {
  it.each([
    ['of one contact', (id: string) => `contacts/${id}`],
    ['of a page of contacts', () => 'contacts?limit=20'],
    ['of a page with filters and an order', () => 'call-lists?sort=name&limit=1'],
  ])('%s: one statement behind the entry into the organization', async (_what, pathOf) => {
    const { http, ours } = world();
    const id = await addContact(world(), ours);
    await addList(world(), ours, [id]);
    const ask = () =>
      http
        .get(`/api/v1/${pathOf(id)}`)
        .set('Authorization', `Bearer ${ours.tokens.agent}`)
        .expect(200);
    await ask();
    const [entry, ...rest] = await statementsOf(ask);
    expect(entry).toBe('enter_org');
    expect(rest).toHaveLength(1);
  });
});
