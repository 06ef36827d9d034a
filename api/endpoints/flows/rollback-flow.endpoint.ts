import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowVersionSchema, rollbackFlowSchema } from '../../../contracts/flow.schema.ts';
import { makeLive, versionByNumber } from '../../../db/flows/flow-versions.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { flowById, toVersion } from './flow-row.ts';

/** Makes a published version the live one again; IDEMPOTENT. Calls in progress and the draft do not change. */
export const rollbackFlow = defineEndpoint({
  id: 'rollbackFlow',
  method: 'post',
  path: '/api/v1/ivr/flows/{id}/rollback',
  tag: 'ivr',
  summary: 'Make an earlier version the live one',
  auth: 'user',
  idempotent: true,
  params: idParamsSchema,
  body: rollbackFlowSchema,
  responses: { 200: { description: 'The version, live.', schema: flowVersionSchema } },
  errors: ['flow.not_found', 'flow.version_not_found'],
  handle: async (context) => {
    const { inOrg, principal, params, body } = context;
    const row = await inOrg(async (tx) => {
      const flow = await flowById(tx, params.id, true);
      const version = await versionByNumber(tx, flow.id, body.version);
      const change = { orgId: principal.orgId, flowId: flow.id, userId: principal.userId };
      if (flow.version_id === version.id) return version;
      await makeLive(tx, change, version.id, 'rollback');
      const target = { kind: 'flow', id: flow.id };
      await audited(context, tx, { action: 'flow.rolled_back', target, detail: { version: body.version } });
      return version;
    });
    return { status: 200, body: toVersion(params.id, row) };
  },
});
