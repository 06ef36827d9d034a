import type { PoolClient } from 'pg';

/** Something that would lose its flow; `name` is a campaign's. */
export interface FlowUse {
  kind: 'campaign' | 'phone_number' | 'callback';
  id: string;
  name: string | null;
}

const USES = `
SELECT 'campaign' AS kind, id, name FROM campaign
 WHERE flow_id = $1 AND state NOT IN ('completed', 'canceled')
UNION ALL
SELECT 'phone_number', id, NULL FROM phone_number WHERE flow_id = $1
UNION ALL
SELECT 'callback', c.id, NULL
  FROM flow_version v JOIN callback c ON c.org_id = v.org_id AND c.flow_version_id = v.id
 WHERE v.flow_id = $1 AND c.finished_at IS NULL
LIMIT 100`;

/** Campaigns that are not over, phone numbers and open callbacks that use a flow; at most 100. */
export async function usesOfFlow(tx: PoolClient, flowId: string): Promise<FlowUse[]> {
  return (await tx.query<FlowUse>(USES, [flowId])).rows;
}
