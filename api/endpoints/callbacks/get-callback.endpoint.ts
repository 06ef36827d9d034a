import type { z } from 'zod';
import { callbackDetailSchema } from '../../../contracts/callback.schema.ts';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { callbackWorkflowId } from '../../../contracts/names.ts';
import { isCallbackOver } from '../../../domain/call/callback-plan.ts';
import { callbackStateQuery } from '../../../workflows/run-callback/run-callback.messages.ts';
import type { ApiDeps } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { toInstantOrNull } from '../../http/instant.ts';
import { callbackById, toCallbackDetail } from './callback-row.ts';

/** Longest wait for the workflow; the row answers without it. */
const QUERY_DEADLINE_MS = 1_000;

/** One callback: its row, and what its run does now. */
export const getCallback = defineEndpoint({
  id: 'getCallback',
  method: 'get',
  path: '/api/v1/callbacks/{id}',
  tag: 'callbacks',
  summary: 'One callback, asked of its workflow',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'The callback.', schema: callbackDetailSchema } },
  errors: ['callback.not_found'],
  handle: async ({ deps, inOrg, params }) => {
    const row = await inOrg((tx) => callbackById(tx, params.id));
    const run = isCallbackOver(row.state) ? null : await askRun(deps, params.id);
    return { status: 200, body: toCallbackDetail(row, run) };
  },
});

/** What the run does; null whenever it cannot be had in time, as before a start delay is over. */
async function askRun(deps: ApiDeps, id: string): Promise<z.input<typeof callbackDetailSchema>['run']> {
  try {
    const { phase, waitUntilMs } = await deps.temporal.connection.withDeadline(
      Date.now() + QUERY_DEADLINE_MS,
      () => deps.temporal.workflow.getHandle(callbackWorkflowId(id)).query(callbackStateQuery),
    );
    return { phase, waitUntil: toInstantOrNull(waitUntilMs === null ? null : new Date(waitUntilMs)) };
  } catch (thrown) {
    deps.logger.debug({ err: thrown, callbackId: id }, 'callback run did not answer its query');
    return null;
  }
}
