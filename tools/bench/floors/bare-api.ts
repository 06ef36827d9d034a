import express, { type Express } from 'express';
import type { Pool } from 'pg';
import { type CallListRow, toCallList } from '../../../api/endpoints/call-lists/call-list-row.ts';
import { type ContactRow, SELECT_CONTACT, toContact } from '../../../api/endpoints/contacts/contact-row.ts';
import { createOrgReader, type ReadStatement } from '../../../db/read-in-org.ts';
import { withOrg } from '../../../db/tenant.ts';

const DETAIL = { name: 'detail', text: `${SELECT_CONTACT} WHERE c.id = $1`, isByKey: true };
const LIST = { name: 'list', text: `${SELECT_CONTACT} ORDER BY c.id DESC LIMIT $1` };
const INSERT = {
  name: 'insert',
  text: 'INSERT INTO call_list (org_id, name) VALUES ($1, $2) RETURNING id, name, created_at, 0 AS contacts',
};

/** How the floor reads: all in one round trip, or BEGIN, statement and COMMIT one after another. */
export type FloorReads = 'joined' | 'stepwise';

/**
 * The least that an HTTP API over this database can do: Express, a transaction of one organization, one prepared
 * statement as the same role, the same JSON. No authentication, no checks, no headers of ours.
 */
export function createBareApi(pool: Pool, orgId: string, reads: FloorReads): Express {
  const joined = createOrgReader(pool);
  const read = <R extends object>(statement: ReadStatement): Promise<R[]> =>
    reads === 'joined'
      ? joined<R>(orgId, statement)
      : withOrg(pool, orgId, async (tx) => (await tx.query<R>(statement as never)).rows);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/api/v1/contacts/:id', async (request, response) => {
    const [row] = await read<ContactRow>({ ...DETAIL, values: [request.params.id] });
    if (row) response.json(toContact(row));
    else response.status(404).json({});
  });
  app.get('/api/v1/contacts', async (request, response) => {
    const limit = Number(request.query.limit);
    const rows = await read<ContactRow>({ ...LIST, values: [limit + 1] });
    const data = rows.slice(0, limit).map(toContact);
    const nextCursor =
      rows.length > limit ? Buffer.from(String(data.at(-1)?.id)).toString('base64url') : null;
    response.json({ data, nextCursor });
  });
  app.post('/api/v1/call-lists', express.json(), async (request, response) => {
    const { name } = request.body as { name: string };
    const { rows } = await withOrg(pool, orgId, (tx) =>
      tx.query<CallListRow>({ ...INSERT, values: [orgId, name] }),
    );
    response.status(201).json(toCallList(rows[0] as CallListRow));
  });
  return app;
}
