import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowValidationSchema } from '../../../contracts/flow.schema.ts';
import { compileFlow } from '../../../domain/ivr/compile.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flowById } from './flow-row.ts';

/** Whether the draft could be published, with every fault at once; changes nothing. */
export const validateFlow = defineEndpoint({
  id: 'validateFlow',
  method: 'post',
  path: '/api/v1/ivr/flows/{id}/validate',
  tag: 'ivr',
  summary: 'Check the draft of a flow',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'Valid, or every fault by JSON pointer.', schema: flowValidationSchema } },
  errors: ['flow.not_found'],
  handle: async ({ inOrg, params }) => {
    const { document } = await inOrg((tx) => flowById(tx, params.id));
    const compiled = compileFlow(document);
    return { status: 200, body: { valid: compiled.ok, faults: compiled.ok ? [] : compiled.faults } };
  },
});
