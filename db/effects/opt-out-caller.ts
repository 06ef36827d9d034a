import type { Pool } from 'pg';
import { AppError } from '../../domain/errors.ts';
import type { HashPhone } from '../callbacks/promise-callback.ts';
import { type OptOut, suppressNumber } from '../dialing/opt-out.ts';
import { withOrg } from '../tenant.ts';

/**
 * Puts the number of somebody who calls us on the do-not-call list; a caller without a number has none to put there.
 * In force before the next dial. IDEMPOTENT. Throws `call.not_found`.
 */
export async function optOutCaller(
  pool: Pool,
  hashPhone: HashPhone,
  { orgId, callId }: { orgId: string; callId: string },
  optOut: OptOut,
): Promise<void> {
  await withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query<{ from_e164: string | null; phone_hash: Buffer | null; key: Buffer }>({
      name: 'caller_of_call',
      text: `SELECT k.from_e164, ct.phone_hash, o.phone_hash_key AS key
               FROM call k
               JOIN organization o ON o.id = k.org_id
               LEFT JOIN contact ct ON ct.org_id = k.org_id AND ct.id = k.contact_id
              WHERE k.id = $1 AND k.direction = 'inbound'`,
      values: [callId],
    });
    const caller = rows[0];
    if (!caller) throw new AppError({ code: 'call.not_found' });
    const { phone_hash: known, from_e164: e164, key } = caller;
    const phoneHash = known ?? (e164 === null ? null : hashPhone(key, e164));
    if (phoneHash) await suppressNumber(tx, phoneHash, optOut);
  });
}
