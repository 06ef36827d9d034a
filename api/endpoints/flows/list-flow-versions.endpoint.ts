import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowVersionItemSchema } from '../../../contracts/flow.schema.ts';
import { type FlowVersionItemRow, SELECT_VERSIONS } from '../../../db/flows/flow-versions.ts';
import { defineList } from '../../define-list.ts';
import { flowById, toVersion } from './flow-row.ts';

/** Published versions with the calls that are in progress on each. */
export const listFlowVersions = defineList({
  id: 'listFlowVersions',
  path: '/api/v1/ivr/flows/{id}/versions',
  tag: 'ivr',
  summary: 'List the published versions of a flow',
  params: idParamsSchema,
  item: flowVersionItemSchema,
  select: SELECT_VERSIONS,
  key: ['v.version', 'version'],
  sorts: { version: 'v.version' },
  sort: '-version',
  where: ({ params }) => [['v.flow_id = $', params.id]],
  errors: ['flow.not_found'],
  before: async ({ inOrg, params }) => {
    await inOrg((tx) => flowById(tx, params.id));
  },
  toItem: (row: FlowVersionItemRow) => ({
    ...toVersion(row.flow_id, row),
    publishedBy: row.published_by,
    isLive: row.is_live,
    liveCalls: row.live_calls,
  }),
});
