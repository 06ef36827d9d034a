import type { ApiWorld } from './api-world.ts';

/** The actions of ours that the audit log has of a target, oldest first. */
export async function auditedActions({ inOrg, ours }: ApiWorld, targetId: string): Promise<string[]> {
  const { rows } = await inOrg(ours.orgId, (tx) =>
    tx.query<{ action: string }>('SELECT action FROM audit_entry WHERE target_id = $1 ORDER BY seq', [
      targetId,
    ]),
  );
  return rows.map(({ action }) => action);
}
