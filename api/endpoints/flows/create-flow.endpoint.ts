import { createFlowSchema, flowDetailSchema } from '../../../contracts/flow.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flowById, flowEtag, toFlowDetail } from './flow-row.ts';

/** Makes a flow with its draft, which may be unfinished: only a published version reaches a call. */
export const createFlow = defineEndpoint({
  id: 'createFlow',
  method: 'post',
  path: '/api/v1/ivr/flows',
  tag: 'ivr',
  summary: 'Create a flow',
  auth: 'user',
  idempotent: true,
  body: createFlowSchema,
  responses: {
    201: {
      description: 'The flow with its draft.',
      schema: flowDetailSchema,
      headers: { Location: 'Its address.', ETag: 'Revision of the draft.' },
    },
  },
  errors: [],
  handle: async ({ inOrg, principal, body }) => {
    const row = await inOrg(async (tx) => {
      const made = await tx.query<{ id: string }>(
        'INSERT INTO flow (org_id, name) VALUES ($1, $2) RETURNING id',
        [principal.orgId, body.name],
      );
      const id = made.rows[0]?.id ?? '';
      await tx.query('INSERT INTO flow_draft (org_id, flow_id, document) VALUES ($1, $2, $3)', [
        principal.orgId,
        id,
        JSON.stringify(body.document),
      ]);
      return flowById(tx, id);
    });
    return {
      status: 201,
      headers: { Location: `/api/v1/ivr/flows/${row.id}`, ETag: flowEtag(row) },
      body: toFlowDetail(row),
    };
  },
});
