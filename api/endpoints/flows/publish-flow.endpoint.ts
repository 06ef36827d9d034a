import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowVersionSchema } from '../../../contracts/flow.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { compileFlow } from '../../../domain/ivr/compile.ts';
import type { PublishedFlow } from '../../../domain/ivr/graph.types.ts';
import type { Principal } from '../../auth/principal.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { toInstant } from '../../http/instant.ts';
import { flowById } from './flow-row.ts';

interface VersionRow {
  id: string;
  version: number;
  reads: string[];
  published_at: Date;
}

/**
 * Compiles the draft into a new immutable version and makes it the live one. Calls in progress stay on the version
 * they began with. Throws `flow.not_valid` with every fault.
 */
export const publishFlow = defineEndpoint({
  id: 'publishFlow',
  method: 'post',
  path: '/api/v1/ivr/flows/{id}/publish',
  tag: 'ivr',
  summary: 'Publish the draft as a new version',
  auth: 'user',
  idempotent: true,
  params: idParamsSchema,
  responses: { 201: { description: 'The version, live.', schema: flowVersionSchema } },
  errors: ['flow.not_found', 'flow.not_valid'],
  handle: async ({ inOrg, principal, params }) => {
    const row = await inOrg(async (tx) => {
      const { document } = await flowById(tx, params.id, true);
      const compiled = compileFlow(document);
      if (!compiled.ok) throw new AppError({ code: 'flow.not_valid', errors: compiled.faults });
      return addVersion(tx, principal, params.id, document, compiled.flow);
    });
    const { id, version, reads } = row;
    return {
      status: 201,
      body: { id, flowId: params.id, version, reads, publishedAt: toInstant(row.published_at) },
    };
  },
});

/** Adds the next version and makes it live; the caller holds the flow's row, so that numbers do not collide. */
async function addVersion(
  tx: Tx,
  principal: Principal,
  flowId: string,
  document: Record<string, unknown>,
  flow: PublishedFlow,
): Promise<VersionRow> {
  const { rows } = await tx.query<VersionRow>(
    `INSERT INTO flow_version (org_id, flow_id, version, document, graph, prompts, reads, published_by)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 FROM flow_version WHERE flow_id = $2
     RETURNING id, version, reads, published_at`,
    [
      principal.orgId,
      flowId,
      JSON.stringify(document),
      JSON.stringify(flow.graph),
      JSON.stringify(flow.prompts),
      flow.reads,
      principal.userId,
    ],
  );
  const made = rows[0];
  if (!made) throw new AppError({ code: 'internal.unexpected', message: 'The version was not written.' });
  await tx.query('UPDATE flow SET live_version_id = $2 WHERE id = $1', [flowId, made.id]);
  return made;
}
