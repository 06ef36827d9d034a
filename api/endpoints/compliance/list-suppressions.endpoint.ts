import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { suppressionSchema } from '../../../contracts/compliance.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { SELECT_SUPPRESSION, type SuppressionRow, toSuppression } from './suppression-row.ts';

/** The do-not-call list, newest first. */
export const listSuppressions = defineEndpoint({
  id: 'listSuppressions',
  method: 'get',
  path: '/api/v1/compliance/suppressions',
  tag: 'compliance',
  summary: 'The do-not-call list',
  auth: 'user',
  query: pageQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(suppressionSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<SuppressionRow>(
        `${SELECT_SUPPRESSION} WHERE ($1::uuid IS NULL OR s.id < $1) ORDER BY s.id DESC LIMIT $2`,
        [before, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toSuppression) };
  },
});
