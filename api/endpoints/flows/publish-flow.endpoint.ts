import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { publishedVersionSchema } from '../../../contracts/flow.schema.ts';
import { addVersion, makeLive } from '../../../db/flows/flow-versions.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { compileDraft } from './compile-draft.ts';
import { flowById, refuseIfChanged, toVersion } from './flow-row.ts';
import { requireSuites } from './require-suites.ts';

/**
 * Compiles the draft, with the live versions of the flows that it names, into a new immutable version and makes it
 * the live one. Calls in progress stay on the version they began with. Throws `flow.not_valid` with every fault.
 */
export const publishFlow = defineEndpoint({
  id: 'publishFlow',
  method: 'post',
  path: '/api/v1/ivr/flows/{id}/publish',
  tag: 'ivr',
  summary: 'Publish the draft as a new version',
  description: 'With If-Match only the draft that was read is published.',
  auth: 'user',
  idempotent: true,
  params: idParamsSchema,
  responses: { 201: { description: 'The version, live.', schema: publishedVersionSchema } },
  errors: ['flow.not_found', 'flow.not_valid', 'flow.suites_failed', 'request.precondition_failed'],
  handle: async (context) => {
    const { inOrg, req, principal, params } = context;
    const body = await inOrg(async (tx) => {
      const draft = await flowById(tx, params.id, true);
      refuseIfChanged(req, draft);
      const compiled = await compileDraft(tx, draft);
      if (!compiled.ok) throw new AppError({ code: 'flow.not_valid', errors: compiled.faults });
      if (draft.requires_suites) await requireSuites(tx, draft.id, compiled.flow);
      const change = { orgId: principal.orgId, flowId: draft.id, userId: principal.userId };
      const row = await addVersion(tx, change, draft.document, compiled.flow);
      await makeLive(tx, change, row.id, 'publish');
      const target = { kind: 'flow', id: draft.id };
      await audited(context, tx, { action: 'flow.published', target, detail: { version: row.version } });
      return { ...toVersion(draft.id, row), warnings: compiled.warnings };
    });
    return { status: 201, body };
  },
});
