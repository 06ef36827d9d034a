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
    const { rows } = await inOrg((tx) =>
      tx.query<CallListRow>(
        `INSERT INTO call_list (org_id, name) VALUES ($1, $2) ON CONFLICT (org_id, name) DO NOTHING
         RETURNING id, name, created_at, 0 AS contacts`,
        [principal.orgId, body.name],
      ),
    );
    const [row] = rows;
    if (!row) throw new AppError({ code: 'call_list.name_taken' });
    return { status: 201, body: toCallList(row) };
  },
});
