import type { Request } from 'express';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowDetailSchema, updateFlowSchema } from '../../../contracts/flow.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { type FlowRow, flowById, flowEtag, toFlowDetail } from './flow-row.ts';

/** Saves a new draft over the one that was read; calls and published versions do not change. */
export const updateFlow = defineEndpoint({
  id: 'updateFlow',
  method: 'put',
  path: '/api/v1/ivr/flows/{id}',
  tag: 'ivr',
  summary: 'Save the draft of a flow',
  description: 'Needs If-Match with the ETag that was read.',
  auth: 'user',
  params: idParamsSchema,
  body: updateFlowSchema,
  responses: {
    200: { description: 'The flow.', schema: flowDetailSchema, headers: { ETag: 'Revision of the draft.' } },
  },
  errors: ['flow.not_found', 'request.precondition_failed', 'request.precondition_required'],
  handle: async ({ inOrg, req, params, body }) => {
    const row = await inOrg(async (tx) => {
      refuseUnlessCurrent(req, await flowById(tx, params.id, true));
      await tx.query(
        'UPDATE flow_draft SET document = $2, revision = revision + 1, updated_at = clock_timestamp() WHERE flow_id = $1',
        [params.id, JSON.stringify(body.document)],
      );
      if (body.name !== undefined)
        await tx.query('UPDATE flow SET name = $2 WHERE id = $1', [params.id, body.name]);
      return flowById(tx, params.id);
    });
    return { status: 200, headers: { ETag: flowEtag(row) }, body: toFlowDetail(row) };
  },
});

/** Source: RFC 9110, section 13.1.1 (If-Match); RFC 6585, section 3 (428). */
function refuseUnlessCurrent(req: Request, row: FlowRow): void {
  const header = req.get('if-match');
  if (header === undefined) throw new AppError({ code: 'request.precondition_required' });
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.includes('*') && !tags.includes(flowEtag(row)))
    throw new AppError({ code: 'request.precondition_failed' });
}
