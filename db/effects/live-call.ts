import type { Pool } from 'pg';
import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import { ACCOUNT_COLUMNS } from '../numbers/carrier-account.ts';
import { withOrg } from '../tenant.ts';

/** A call in progress, with the account it belongs to and what its addresses are made of. */
export interface LiveCall {
  direction: 'inbound' | 'outbound';
  /** The carrier's id of it. */
  callSid: string;
  orgRef: string;
  linkKey: Buffer;
  account: CarrierAccount;
}

type Columns = CarrierAccount & Omit<LiveCall, 'account'>;

const READ = `
SELECT c.direction, c.provider_call_id AS "callSid", o.ref AS "orgRef", o.link_key AS "linkKey", ${ACCOUNT_COLUMNS}
  FROM call c
  JOIN organization o ON o.id = c.org_id
  JOIN carrier_account k ON k.org_id = c.org_id AND k.provider = c.provider AND k.account_sid = c.provider_account
 WHERE c.id = $1 AND c.provider_call_id IS NOT NULL AND c.ended_at IS NULL`;

/** A call by our id, whichever side rang; null when it is over, or there is none. */
export async function readLiveCall(
  pool: Pool,
  { orgId, callId }: { orgId: string; callId: string },
): Promise<LiveCall | null> {
  const row = await withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query<Columns>({ name: 'live_call', text: READ, values: [callId] });
    return rows[0];
  });
  if (!row) return null;
  const { direction, callSid, orgRef, linkKey, ...account } = row;
  return { direction, callSid, orgRef, linkKey, account };
}
