import type { CreateCallback } from '../../../contracts/callback.schema.ts';
import type { Language } from '../../../contracts/call-instructions.ts';
import { contactByNumber } from '../../../db/callbacks/find-contact.ts';
import { AppError, type FieldFault } from '../../../domain/errors.ts';
import { isTransferTarget } from '../../../domain/ivr/transfer-target.ts';
import { zonesOf } from '../../../domain/phone/number-zones.ts';
import type { NumberGuard, Tx } from '../../deps.ts';

/** What a callback needs beside what was asked for. */
export interface CallbackParts {
  contactId: string;
  flowVersionId: string;
  zone: string;
}

interface Known {
  has_number: boolean;
  flow_version_id: string | null;
  contact_id: string | null;
  contact_e164: string | null;
  contact_zone: string | null;
  language: Language;
  default_zone: string;
  phone_hash_key: Buffer;
}

const READ = `
SELECT n.id IS NOT NULL AS has_number, f.live_version_id AS flow_version_id, ct.id AS contact_id,
       pii.phone_e164 AS contact_e164, ct.zone AS contact_zone, coalesce(n.language, o.default_language) AS language,
       o.default_zone, o.phone_hash_key
  FROM organization o
  LEFT JOIN phone_number n ON n.org_id = o.id AND n.id = $1
  LEFT JOIN flow f ON f.org_id = o.id AND f.id = coalesce($2::uuid, n.flow_id) AND f.deleted_at IS NULL
  LEFT JOIN contact ct ON ct.org_id = o.id AND ct.id = $3
  LEFT JOIN contact_pii pii ON pii.org_id = ct.org_id AND pii.contact_id = ct.id
 WHERE o.id = current_setting('app.org')::uuid`;

/**
 * Finds or makes whom to call and pins the flow; each part that is not this organization's, is not published or may not
 * be called is a fault at its pointer. Throws `request.not_valid`.
 */
export async function partsOf(
  tx: Tx,
  body: CreateCallback,
  hashPhone: NumberGuard['hashPhone'],
): Promise<CallbackParts> {
  const { rows } = await tx.query<Known>(READ, [
    body.phoneNumberId,
    body.flowId ?? null,
    body.contactId ?? null,
  ]);
  const known = rows[0];
  if (!known) throw new AppError({ code: 'organization.not_found' });
  const errors = faultsOf(known, body);
  const e164 = body.number ?? known.contact_e164;
  if (errors.length > 0 || e164 === null || known.flow_version_id === null)
    throw new AppError({ code: 'request.not_valid', errors });
  const contactId = known.contact_id ?? (await contactOf(tx, known, e164, hashPhone));
  const zone = known.contact_zone ?? zonesOf(e164)[0] ?? known.default_zone;
  return { contactId, flowVersionId: known.flow_version_id, zone };
}

function faultsOf(known: Known, { contactId, number, flowId }: CreateCallback): FieldFault[] {
  const errors: FieldFault[] = [];
  const fault = (pointer: string, code: string, message: string) => errors.push({ pointer, code, message });
  if (!known.has_number) fault('/phoneNumberId', 'not_found', 'There is no such phone number.');
  else if (known.flow_version_id === null && flowId === undefined)
    fault('/flowId', 'required', 'The phone number has no published flow.');
  if (known.flow_version_id === null && flowId !== undefined)
    fault('/flowId', 'not_found', 'There is no such published flow.');
  if (contactId !== undefined && known.contact_e164 === null)
    fault('/contactId', 'not_found', 'There is no such contact with a number.');
  if (number !== undefined && !isTransferTarget(number))
    fault('/number', 'not_allowed', 'Calls to this number are not allowed here.');
  return errors;
}

function contactOf(
  tx: Tx,
  { language, phone_hash_key: key }: Known,
  e164: string,
  hashPhone: NumberGuard['hashPhone'],
): Promise<string> {
  return contactByNumber(tx, { e164, phoneHash: hashPhone(key, e164), language, source: 'api' });
}
