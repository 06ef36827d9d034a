import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowDetailSchema } from '../../../contracts/flow.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flowById, flowEtag, toFlowDetail } from './flow-row.ts';

/** A flow with its draft; its ETag is what a change must send in If-Match. */
export const getFlow = defineEndpoint({
  id: 'getFlow',
  method: 'get',
  path: '/api/v1/ivr/flows/{id}',
  tag: 'ivr',
  summary: 'Get a flow with its draft',
  auth: 'user',
  params: idParamsSchema,
  responses: {
    200: { description: 'The flow.', schema: flowDetailSchema, headers: { ETag: 'Revision of the draft.' } },
  },
  errors: ['flow.not_found'],
  handle: async ({ inOrg, params }) => {
    const row = await inOrg((tx) => flowById(tx, params.id));
    return { status: 200, headers: { ETag: flowEtag(row) }, body: toFlowDetail(row) };
  },
});
