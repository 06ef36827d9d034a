import { idParamsSchema, pageQuerySchema } from '../../../contracts/common.schema.ts';
import { flowVersionPageSchema } from '../../../contracts/flow.schema.ts';
import { versionsOf } from '../../../db/flows/flow-versions.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { numberCursorKey, readCursor, toPage } from '../../http/cursor.ts';
import { flowById, toVersion } from './flow-row.ts';

/** Published versions, newest first, with the calls that are in progress on each. */
export const listFlowVersions = defineEndpoint({
  id: 'listFlowVersions',
  method: 'get',
  path: '/api/v1/ivr/flows/{id}/versions',
  tag: 'ivr',
  summary: 'List the published versions of a flow',
  auth: 'user',
  params: idParamsSchema,
  query: pageQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: flowVersionPageSchema } },
  errors: ['flow.not_found'],
  handle: async ({ inOrg, params, query }) => {
    const below = readCursor(query.cursor, numberCursorKey);
    const rows = await inOrg(async (tx) => {
      const { id } = await flowById(tx, params.id);
      return versionsOf(tx, id, below, query.limit + 1);
    });
    const page = toPage(
      rows,
      query.limit,
      ({ version }) => version,
      (row) => ({
        ...toVersion(params.id, row),
        publishedBy: row.published_by,
        isLive: row.is_live,
        liveCalls: row.live_calls,
      }),
    );
    return { status: 200, body: page };
  },
});
