import { isDeepStrictEqual } from 'node:util';
import {
  flowSuiteSchema,
  MAX_FLOW_SUITES,
  saveFlowSuiteSchema,
  suiteParamsSchema,
} from '../../../contracts/flow-suite.schema.ts';
import { saveSuite, suitesOf } from '../../../db/flows/flow-suites.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { flowById } from './flow-row.ts';
import { toSuite } from './suite-row.ts';

/** Saves a suite of scripted calls with a flow, anew or over the one of its id. */
export const saveFlowSuite = defineEndpoint({
  id: 'saveFlowSuite',
  method: 'put',
  path: '/api/v1/ivr/flows/{id}/suites/{suiteId}',
  tag: 'ivr',
  summary: 'Save a test suite of a flow',
  auth: 'user',
  params: suiteParamsSchema,
  body: saveFlowSuiteSchema,
  responses: { 200: { description: 'The suite.', schema: flowSuiteSchema } },
  errors: ['flow.not_found', 'flow.too_many_suites'],
  handle: async (context) => {
    const { inOrg, principal, params, body } = context;
    const { id: flowId, suiteId } = params;
    const row = await inOrg(async (tx) => {
      await flowById(tx, flowId, true);
      const suites = await suitesOf(tx, flowId);
      const before = suites.find((suite) => suite.suite_id === suiteId);
      if (!before && suites.length >= MAX_FLOW_SUITES) throw new AppError({ code: 'flow.too_many_suites' });
      const change = { orgId: principal.orgId, userId: principal.userId, flowId, suiteId, ...body };
      const after = await saveSuite(tx, change);
      if (before?.name === after.name && isDeepStrictEqual(before.document, after.document)) return after;
      const detail = { revision: after.revision, cases: after.document.cases.length };
      await audited(context, tx, {
        action: 'flow.suite_saved',
        target: { kind: 'flow', id: flowId },
        detail,
      });
      return after;
    });
    return { status: 200, body: toSuite(row) };
  },
});
