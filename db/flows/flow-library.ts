import type { PoolClient } from 'pg';
import { z } from 'zod';
import { MAX_SUBFLOW_DEPTH } from '../../domain/ivr/compile.ts';

const namesSubflowsSchema = z.object({ nodes: z.record(z.string(), z.unknown()) });
const subflowNodeSchema = z.object({
  type: z.literal('subflow'),
  config: z.object({ flowId: z.uuid() }),
});

/** Ids of the flows that a document, whatever it is, names in `subflow` nodes. */
function namedIn(document: unknown): string[] {
  const nodes = Object.values(namesSubflowsSchema.safeParse(document).data?.nodes ?? {});
  return nodes.flatMap((node) => subflowNodeSchema.safeParse(node).data?.config.flowId ?? []);
}

/**
 * Documents of the live versions of all flows that a document names, directly or by way of others, by flow id. What
 * has no live version is left out. Reads one level more than flows may lie inside each other, so that too deep ones
 * are seen to be.
 */
export async function liveSubflows(tx: PoolClient, document: unknown): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  let wanted = namedIn(document);
  for (let depth = 0; wanted.length > 0 && depth <= MAX_SUBFLOW_DEPTH; depth += 1) {
    const { rows } = await tx.query<{ id: string; document: unknown }>(
      `SELECT f.id, v.document FROM flow f JOIN flow_version v ON v.org_id = f.org_id AND v.id = f.live_version_id
        WHERE f.id = ANY($1::uuid[]) AND f.deleted_at IS NULL`,
      [[...new Set(wanted)]],
    );
    for (const { id, document: live } of rows) found[id] = live;
    wanted = rows.flatMap((row) => namedIn(row.document)).filter((id) => !Object.hasOwn(found, id));
  }
  return found;
}
