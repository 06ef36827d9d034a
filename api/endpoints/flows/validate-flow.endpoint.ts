import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowValidationSchema } from '../../../contracts/flow.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { compileDraft } from './compile-draft.ts';
import { flowById } from './flow-row.ts';

/** Whether the draft could be published, with every fault and warning at once; changes nothing. */
export const validateFlow = defineEndpoint({
  id: 'validateFlow',
  method: 'post',
  path: '/api/v1/ivr/flows/{id}/validate',
  tag: 'ivr',
  summary: 'Check the draft of a flow',
  auth: 'user',
  params: idParamsSchema,
  responses: {
    200: { description: 'Every fault and warning by JSON pointer.', schema: flowValidationSchema },
  },
  errors: ['flow.not_found'],
  handle: async ({ inOrg, params }) => {
    const compiled = await inOrg(async (tx) => compileDraft(tx, await flowById(tx, params.id)));
    const { ok, warnings } = compiled;
    return { status: 200, body: { valid: ok, faults: ok ? [] : compiled.faults, warnings } };
  },
});
