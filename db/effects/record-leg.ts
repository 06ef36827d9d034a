import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';

/** A party that a call was bridged to, once that is over. */
export interface BridgedLeg {
  orgId: string;
  callId: string;
  providerCallId: string;
  /** How it ended: `answered busy no_answer failed`. */
  state: string;
  durationMs: number;
}

/** Writes the leg of a transfer that has ended. IDEMPOTENT by the carrier's id of the leg. */
export async function recordLeg(pool: Pool, leg: BridgedLeg): Promise<void> {
  const { orgId, callId, providerCallId, state, durationMs } = leg;
  await withOrg(pool, orgId, (tx) =>
    tx.query({
      name: 'record_leg',
      text: `INSERT INTO call_leg (org_id, call_id, provider_call_id, kind, state, started_at, ended_at)
             SELECT k.org_id, k.id, $2, 'transfer', $3, clock_timestamp() - make_interval(secs => $4::float8), clock_timestamp()
               FROM call k
              WHERE k.id = $1 AND NOT EXISTS (SELECT FROM call_leg l
                                               WHERE l.org_id = k.org_id AND l.call_id = k.id AND l.provider_call_id = $2)`,
      values: [callId, providerCallId, state, durationMs / 1000],
    }),
  );
}
