import { callListSchema, createCallListSchema } from '../../../contracts/contact.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { type CallListRow, toCallList } from './call-list-row.ts';

/** Makes an empty call list; its name is unique within the organization. */
export const createCallList = defineEndpoint({
  id: 'createCallList',
  method: 'post',
  path: '/api/v1/call-lists',
  tag: 'call-lists',
  summary: 'Create a call list',
  auth: 'user',
  idempotent: true,
  body: createCallListSchema,
  responses: { 201: { description: 'The list, empty.', schema: callListSchema } },
  errors: ['call_list.name_taken'],
  handle: async ({ inOrg, principal, body }) => {
    const row = await inOrg(async (tx) => {
      // Two equal names at once: the second waits at the lock and then sees the first. Both go out together.
      const [, made] = await Promise.all([
        tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
          `call_list|${principal.orgId}|${body.name}`,
        ]),
        tx.query<CallListRow>(
          `INSERT INTO call_list (org_id, name) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM call_list WHERE name = $2)
           RETURNING id, name, created_at, 0 AS contacts`,
          [principal.orgId, body.name],
        ),
      ]);
      return made.rows[0];
    });
    if (!row) throw new AppError({ code: 'call_list.name_taken' });
    return { status: 201, body: toCallList(row) };
  },
});
