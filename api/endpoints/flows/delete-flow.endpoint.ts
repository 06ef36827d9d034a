import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { type FlowUse, usesOfFlow } from '../../../db/flows/flow-usage.ts';
import { AppError, type FieldFault } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { flowById, refuseIfChanged } from './flow-row.ts';

/**
 * Takes a flow away. Its versions stay for the calls that went through them, and calls in progress go on; nothing new
 * can begin with it. Throws `flow.in_use` while a campaign, a number or a callback needs it.
 */
export const deleteFlow = defineEndpoint({
  id: 'deleteFlow',
  method: 'delete',
  path: '/api/v1/ivr/flows/{id}',
  tag: 'ivr',
  summary: 'Delete a flow',
  auth: 'user',
  params: idParamsSchema,
  responses: { 204: { description: 'It is gone.' } },
  errors: ['flow.in_use', 'flow.not_found', 'request.precondition_failed'],
  handle: async (context) => {
    const { inOrg, req, params } = context;
    await inOrg(async (tx) => {
      refuseIfChanged(req, await flowById(tx, params.id, true));
      const errors = (await usesOfFlow(tx, params.id)).map(toFault);
      if (errors.length > 0) throw new AppError({ code: 'flow.in_use', errors });
      // Without a live version whatever still names it, or comes to name it now, cannot begin a call.
      await tx.query('UPDATE flow SET deleted_at = clock_timestamp(), live_version_id = NULL WHERE id = $1', [
        params.id,
      ]);
      await audited(context, tx, { action: 'flow.deleted', target: { kind: 'flow', id: params.id } });
    });
    return { status: 204 };
  },
});

function toFault({ kind, id, name }: FlowUse): FieldFault {
  const message = {
    campaign: `The campaign "${name}" is not over.`,
    phone_number: 'It answers a number.',
    callback: 'A callback has been agreed on.',
  }[kind];
  return { pointer: `/${kind}/${id}`, code: 'in_use', message };
}
