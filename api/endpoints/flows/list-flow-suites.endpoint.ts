import { z } from 'zod';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowSuiteSchema, flowSuitesSchema } from '../../../contracts/flow-suite.schema.ts';
import { fieldsOf, sparseArraySchema } from '../../../contracts/list.schema.ts';
import { suitesOf } from '../../../db/flows/flow-suites.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { pickFields } from '../../http/pick-fields.ts';
import { flowById } from './flow-row.ts';
import { toSuite } from './suite-row.ts';

const documented = z.object({ data: sparseArraySchema(flowSuiteSchema) });

/** The suites saved with a flow, at most `MAX_FLOW_SUITES`, with their scripted calls. */
export const listFlowSuites = defineEndpoint({
  id: 'listFlowSuites',
  method: 'get',
  path: '/api/v1/ivr/flows/{id}/suites',
  tag: 'ivr',
  summary: 'List the test suites of a flow',
  auth: 'user',
  params: idParamsSchema,
  query: z.object(fieldsOf(flowSuiteSchema)),
  responses: { 200: { description: 'All of them, by id.', schema: flowSuitesSchema, documented } },
  errors: ['flow.not_found'],
  handle: async ({ inOrg, params }) => {
    const rows = await inOrg(async (tx) => suitesOf(tx, (await flowById(tx, params.id)).id));
    return { status: 200, body: { data: rows.map(toSuite) } };
  },
  present: pickFields('data'),
});
