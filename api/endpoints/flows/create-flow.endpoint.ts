import { createFlowSchema, flowDetailSchema } from '../../../contracts/flow.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { addFlow } from './add-flow.ts';
import { flowEtag, toFlowDetail } from './flow-row.ts';
import { refuseUnkeepable } from './refuse-document.ts';

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
  errors: ['flow.not_valid'],
  handle: async (context) => {
    const { inOrg, principal, body } = context;
    refuseUnkeepable(body.document);
    const row = await inOrg(async (tx) => {
      const made = await addFlow(tx, principal, body);
      await audited(context, tx, { action: 'flow.created', target: { kind: 'flow', id: made.id } });
      return made;
    });
    return {
      status: 201,
      headers: { Location: `/api/v1/ivr/flows/${row.id}`, ETag: flowEtag(row) },
      body: toFlowDetail(row),
    };
  },
});
