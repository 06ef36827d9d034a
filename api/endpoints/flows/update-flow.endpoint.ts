import { isDeepStrictEqual } from 'node:util';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowDetailSchema, updateFlowSchema } from '../../../contracts/flow.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { type FlowDetailRow, flowById, flowEtag, refuseIfChanged, toFlowDetail } from './flow-row.ts';
import { refuseUnkeepable } from './refuse-document.ts';

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
  errors: [
    'flow.not_found',
    'flow.not_valid',
    'request.precondition_failed',
    'request.precondition_required',
  ],
  handle: async (context) => {
    const { inOrg, req, params, body } = context;
    // Source: RFC 6585, section 3 (428).
    if (req.get('if-match') === undefined) throw new AppError({ code: 'request.precondition_required' });
    refuseUnkeepable(body.document);
    const row = await inOrg(async (tx) => {
      const before = await flowById(tx, params.id, true);
      refuseIfChanged(req, before);
      await tx.query(
        'UPDATE flow_draft SET document = $2, revision = revision + 1, updated_at = clock_timestamp() WHERE flow_id = $1',
        [params.id, JSON.stringify(body.document)],
      );
      await tx.query(
        'UPDATE flow SET name = coalesce($2, name), requires_suites = coalesce($3, requires_suites) WHERE id = $1',
        [params.id, body.name ?? null, body.requiresSuites ?? null],
      );
      const after = await flowById(tx, params.id);
      const changed = changedParts(before, after);
      const deed = { action: 'flow.updated', target: { kind: 'flow', id: params.id } };
      if (changed.length > 0)
        await audited(context, tx, { ...deed, detail: { changed, revision: after.revision } });
      return after;
    });
    return { status: 200, headers: { ETag: flowEtag(row) }, body: toFlowDetail(row) };
  },
});

function changedParts(before: FlowDetailRow, after: FlowDetailRow): string[] {
  const parts = ['name', 'requires_suites', 'document'] as const;
  return parts.filter((part) => !isDeepStrictEqual(before[part], after[part]));
}
