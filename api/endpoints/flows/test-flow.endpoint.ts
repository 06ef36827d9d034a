import type { z } from 'zod';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowTestResultSchema, runFlowTestSchema } from '../../../contracts/flow-suite.schema.ts';
import { suiteById } from '../../../db/flows/flow-suites.ts';
import { versionByNumber } from '../../../db/flows/flow-versions.ts';
import { AppError } from '../../../domain/errors.ts';
import { jsonPointer } from '../../../domain/ivr/flow-fault.ts';
import type { PublishedFlow } from '../../../domain/ivr/graph.types.ts';
import type { SuiteCase } from '../../../domain/ivr/test-suite.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { compileDraft } from './compile-draft.ts';
import { flowById } from './flow-row.ts';
import { refuseStrayCases, runCases } from './run-cases.ts';

/**
 * Runs scripted calls on the interpreter that real calls run, in virtual time: nobody is rung, no request leaves. A
 * case that fails is an answer (`passed: false`), not an error. Throws `flow.not_valid` for a draft with faults,
 * `request.not_valid` for calls that bring what it does not declare.
 */
export const testFlow = defineEndpoint({
  id: 'testFlow',
  method: 'post',
  path: '/api/v1/ivr/flows/{id}/test',
  tag: 'ivr',
  summary: 'Try a flow with scripted calls',
  auth: 'user',
  params: idParamsSchema,
  body: runFlowTestSchema,
  responses: { 200: { description: 'What became of each call.', schema: flowTestResultSchema } },
  errors: ['flow.not_found', 'flow.not_valid', 'flow.suite_not_found', 'flow.version_not_found'],
  handle: async ({ inOrg, params, body }) => {
    const { flow, cases } = await inOrg(async (tx) => {
      const { suiteId, case: one, cases: several } = body;
      return {
        flow: await flowToTest(tx, params.id, body.version),
        cases:
          suiteId === undefined ? (several ?? (one ? [one] : [])) : await casesOf(tx, params.id, suiteId),
      };
    });
    refuseStrayCases(flow, cases, (index) => casePointer(body, index));
    const result = await runCases(flow, cases);
    return { status: 200, body: { ...result, cases: result.cases.map(toTestCase) } };
  },
});

async function flowToTest(tx: Tx, flowId: string, version: number | undefined): Promise<PublishedFlow> {
  const draft = await flowById(tx, flowId);
  if (version !== undefined) {
    const { graph, prompts, reads } = await versionByNumber(tx, draft.id, version);
    return { graph, prompts, reads, declaredLanguages: graph.languages };
  }
  const compiled = await compileDraft(tx, draft);
  if (!compiled.ok) throw new AppError({ code: 'flow.not_valid', errors: compiled.faults });
  return compiled.flow;
}

/** Where a case lies, in the request or in a saved suite. */
function casePointer({ case: one, suiteId }: z.output<typeof runFlowTestSchema>, index: number): string {
  if (one) return '/case';
  return jsonPointer(suiteId === undefined ? ['cases', index] : ['suites', suiteId, 'cases', index]);
}

async function casesOf(tx: Tx, flowId: string, suiteId: string) {
  return (await suiteById(tx, flowId, suiteId)).document.cases;
}

function toTestCase({ name, misses, run }: SuiteCase): z.input<typeof flowTestResultSchema>['cases'][number] {
  return { name, passed: misses.length === 0, misses, ...run };
}
