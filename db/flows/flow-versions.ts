import type { PoolClient } from 'pg';
import { AppError } from '../../domain/errors.ts';
import type { FlowGraph, PromptTable, PublishedFlow } from '../../domain/ivr/graph.types.ts';
import { packGraph } from '../../domain/ivr/pack-graph.ts';
import type { StoredGraph } from '../../domain/ivr/packed-graph.types.ts';
import { unpackGraph } from '../../domain/ivr/unpack-graph.ts';
import { recordEvent } from '../webhooks/record-event.ts';

/** A published version without its contents. */
export interface FlowVersionRow {
  id: string;
  version: number;
  reads: string[];
  published_at: Date;
  published_by: string | null;
}

/** The same with its calls in progress and whether it is live. */
export interface FlowVersionItemRow extends FlowVersionRow {
  flow_id: string;
  is_live: boolean;
  live_calls: number;
}

/** Who changes what a flow's new calls begin with. `userId` null: an API key. */
export interface FlowChange {
  orgId: string;
  flowId: string;
  userId: string | null;
}

const COLUMNS = 'v.id, v.version, v.reads, v.published_at, v.published_by';

/** Adds the next version of a flow; the caller holds the flow's row, so that numbers do not collide. */
export async function addVersion(
  tx: PoolClient,
  { orgId, flowId, userId }: FlowChange,
  document: unknown,
  { graph, prompts, reads }: PublishedFlow,
): Promise<FlowVersionRow> {
  const { rows } = await tx.query<FlowVersionRow>(
    `INSERT INTO flow_version AS v (org_id, flow_id, version, document, graph, prompts, reads, published_by)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 FROM flow_version WHERE flow_id = $2
     RETURNING ${COLUMNS}`,
    [
      orgId,
      flowId,
      JSON.stringify(document),
      JSON.stringify(packGraph(graph)),
      JSON.stringify(prompts),
      reads,
      userId,
    ],
  );
  if (!rows[0]) throw new AppError({ code: 'internal.unexpected', message: 'The version was not written.' });
  return rows[0];
}

/** Makes a version the one that new calls begin with, and keeps who did; calls in progress stay on theirs. */
export async function makeLive(
  tx: PoolClient,
  { orgId, flowId, userId }: FlowChange,
  versionId: string,
  kind: 'publish' | 'rollback',
): Promise<void> {
  await tx.query('UPDATE flow SET live_version_id = $2 WHERE id = $1', [flowId, versionId]);
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO flow_live_change (org_id, flow_id, version_id, kind, changed_by) VALUES ($1, $2, $3, $4, $5)
     RETURNING id`,
    [orgId, flowId, versionId, kind, userId],
  );
  if (rows[0]) await recordEvent(tx, 'flow.published', rows[0].id);
}

/** A version by its number; throws `flow.version_not_found`. */
export async function versionByNumber(
  tx: PoolClient,
  flowId: string,
  version: number,
): Promise<FlowVersionRow & { document: Record<string, unknown>; graph: FlowGraph; prompts: PromptTable }> {
  const { rows } = await tx.query(
    `SELECT ${COLUMNS}, v.document, v.graph, v.prompts FROM flow_version v WHERE v.flow_id = $1 AND v.version = $2`,
    [flowId, version],
  );
  const [row] = rows;
  if (!row) throw new AppError({ code: 'flow.version_not_found' });
  return { ...row, graph: unpackGraph(row.graph as StoredGraph) };
}

/** Columns and tables of a `FlowVersionItemRow`; conditions over `v` may follow. */
export const SELECT_VERSIONS = `
  SELECT ${COLUMNS}, v.flow_id, v.id IS NOT DISTINCT FROM f.live_version_id AS is_live,
         (SELECT count(*)::int FROM call c
           WHERE c.org_id = v.org_id AND c.flow_version_id = v.id AND c.ended_at IS NULL) AS live_calls
    FROM flow_version v JOIN flow f ON f.org_id = v.org_id AND f.id = v.flow_id`;
