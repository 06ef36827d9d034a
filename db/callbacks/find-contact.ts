import type { PoolClient } from 'pg';
import type { Language } from '../../contracts/call-instructions.ts';
import { countryOf } from '../../domain/phone/number-zones.ts';

/** A person known by a number only. `source` says how we came to have it. */
export interface PersonByNumber {
  e164: string;
  phoneHash: Buffer;
  language: Language;
  source: string;
}

const MAKE = `
WITH made AS (
  INSERT INTO contact (org_id, phone_hash, language, country, source)
  VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4)
  ON CONFLICT (org_id, phone_hash) DO NOTHING
  RETURNING org_id, id)
INSERT INTO contact_pii (org_id, contact_id, phone_e164) SELECT org_id, id, $5 FROM made`;

// A contact whose person was erased has no number any more; who gives it again gives it anew.
const KNOWN = `
WITH known AS (SELECT org_id, id FROM contact WHERE phone_hash = $1),
pii AS (
  INSERT INTO contact_pii (org_id, contact_id, phone_e164) SELECT org_id, id, $2 FROM known
  ON CONFLICT DO NOTHING)
SELECT id FROM known`;

/** The contact with a number in the organization in context, made when there is none. IDEMPOTENT by the number's hash. */
export async function contactByNumber(tx: PoolClient, person: PersonByNumber): Promise<string> {
  const { e164, phoneHash, language, source } = person;
  await tx.query({
    name: 'make_contact_by_number',
    text: MAKE,
    values: [phoneHash, language, countryOf(e164), source, e164],
  });
  // A statement of its own, so that it sees the contact that another transaction's insert gave way to.
  const { rows } = await tx.query<{ id: string }>({
    name: 'contact_by_number',
    text: KNOWN,
    values: [phoneHash, e164],
  });
  if (!rows[0]) throw new Error('the contact was not written');
  return rows[0].id;
}
