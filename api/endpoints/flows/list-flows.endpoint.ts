import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { flowSchema } from '../../../contracts/flow.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type FlowRow, SELECT_FLOW, toFlow } from './flow-row.ts';

/** Flows, newest first, without their documents. */
export const listFlows = defineEndpoint({
  id: 'listFlows',
  method: 'get',
  path: '/api/v1/ivr/flows',
  tag: 'ivr',
  summary: 'List flows',
  auth: 'user',
  query: pageQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(flowSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<FlowRow>(`${SELECT_FLOW} AND ($1::uuid IS NULL OR f.id < $1) ORDER BY f.id DESC LIMIT $2`, [
        before,
        query.limit + 1,
      ]),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toFlow) };
  },
});
