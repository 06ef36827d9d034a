import type { Pool } from 'pg';
import type { Language } from '../../contracts/call-instructions.ts';
import { withOrg } from '../tenant.ts';
import type { CarrierCallName } from './inbound-call-row.ts';

const LANGUAGE = `
SELECT coalesce(k.language, ct.language, n.language, o.default_language) AS language
  FROM organization o
  LEFT JOIN call k
    ON k.org_id = o.id AND k.provider = $1 AND k.provider_account = $2 AND k.provider_call_id = $3
  LEFT JOIN contact ct ON ct.org_id = o.id AND ct.id = k.contact_id
  LEFT JOIN phone_number n ON n.org_id = o.id AND n.e164 = $4
 WHERE o.id = current_setting('app.org')::uuid`;

/** The language to speak to whoever is on a call, as well as it is known: the call's, the contact's, the number's. */
export async function callerLanguage(
  pool: Pool,
  call: CarrierCallName & { orgId: string; to: string | null },
): Promise<Language | null> {
  const { rows } = await withOrg(pool, call.orgId, (tx) =>
    tx.query<{ language: Language }>({
      name: 'caller_language',
      text: LANGUAGE,
      values: [call.provider, call.accountSid, call.callSid, call.to],
    }),
  );
  return rows[0]?.language ?? null;
}
