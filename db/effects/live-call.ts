import type { Pool } from 'pg';
import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import { storedToken } from '../secrets/carrier-token.sql.ts';
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

interface Columns extends CarrierAccount {
  direction: LiveCall['direction'];
  callSid: string;
  orgRef: string;
  linkKey: Buffer;
}

const READ = `
SELECT k.direction, k.provider_call_id AS "callSid", o.ref AS "orgRef", o.link_key AS "linkKey", a.id, a.provider,
       a.account_sid AS "accountSid", ${storedToken('a')} AS "authToken", a.api_base_url AS "apiBaseUrl"
  FROM call k
  JOIN organization o ON o.id = k.org_id
  JOIN carrier_account a ON a.org_id = k.org_id AND a.provider = k.provider AND a.account_sid = k.provider_account
 WHERE k.id = $1 AND k.provider_call_id IS NOT NULL AND k.ended_at IS NULL`;

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
