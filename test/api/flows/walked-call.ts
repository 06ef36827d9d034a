import { randomUUID } from 'node:crypto';
import { insertRow } from '../../db/tenant-fixture.ts';
import type { ApiWorld, TestOrg } from '../harness/api-world.ts';

/** A call as it went through a flow. */
export interface WalkedCall {
  versionId: string;
  isOver?: boolean;
  from?: string;
  language?: string;
  createdAt?: Date;
  durationSeconds?: number;
  path?: readonly object[];
}

/** Adds an inbound call on a version of a flow. */
export function addWalkedCall(world: ApiWorld, org: TestOrg, walked: WalkedCall): Promise<string> {
  const { versionId, isOver = true, from = '+12125550177', language = 'en' } = walked;
  const { createdAt = new Date(), durationSeconds = 30, path = [] } = walked;
  return world.inOrg(org.orgId, (tx) =>
    insertRow(tx, 'call', {
      org_id: org.orgId,
      direction: 'inbound',
      provider: 'twilio',
      provider_account: org.accountSid,
      provider_call_id: `CA${randomUUID().replaceAll('-', '')}`,
      flow_version_id: versionId,
      from_e164: from,
      language,
      state: isOver ? 'completed' : 'in_progress',
      created_at: createdAt,
      deadline_at: new Date(createdAt.getTime() + 3_600_000),
      closed_at: isOver ? createdAt : null,
      ended_at: isOver ? createdAt : null,
      duration_seconds: isOver ? durationSeconds : null,
      path: isOver ? JSON.stringify(path) : null,
    }),
  );
}
