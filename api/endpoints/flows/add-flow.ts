import type { Principal } from '../../auth/principal.ts';
import type { Tx } from '../../deps.ts';
import { type FlowDetailRow, flowById } from './flow-row.ts';

/** What a new flow is made of. */
export interface NewFlow {
  name: string;
  document: Record<string, unknown>;
  requiresSuites: boolean;
}

/** Adds a flow with its first draft, nothing published. NOT idempotent. */
export async function addFlow(tx: Tx, { orgId }: Principal, flow: NewFlow): Promise<FlowDetailRow> {
  const made = await tx.query<{ id: string }>(
    'INSERT INTO flow (org_id, name, requires_suites) VALUES ($1, $2, $3) RETURNING id',
    [orgId, flow.name, flow.requiresSuites],
  );
  const id = made.rows[0]?.id ?? '';
  await tx.query('INSERT INTO flow_draft (org_id, flow_id, document) VALUES ($1, $2, $3)', [
    orgId,
    id,
    JSON.stringify(flow.document),
  ]);
  return flowById(tx, id);
}
