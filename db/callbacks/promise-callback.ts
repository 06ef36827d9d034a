import type { Pool, PoolClient } from 'pg';
import type { Language } from '../../contracts/call-instructions.ts';
import { AppError } from '../../domain/errors.ts';
import { isTransferTarget } from '../../domain/ivr/transfer-target.ts';
import { countryOf, zonesOf } from '../../domain/phone/number-zones.ts';
import { toE164 } from '../../domain/phone/to-e164.ts';
import { allowedTransferCountries } from '../flows/transfer-countries.ts';
import { withOrg } from '../tenant.ts';
import { contactByNumber } from './find-contact.ts';
import { tellOfIncident } from '../dialing/incident.ts';
import { insertCallback } from './insert-callback.ts';

/** A callback that a flow has promised in a call. `number` as keyed, null for the number of the call. */
export interface PromisedCallback {
  orgId: string;
  callId: string;
  effectId: string;
  number: string | null;
  /** Rule time, epoch ms. */
  dueAtMs: number;
}

/** `no_number`: neither what was keyed nor the call itself tells whom to ring; an incident says so. */
export type PromiseResult = { result: 'scheduled'; callbackId: string } | { result: 'no_number' };

/** What the person who sees the callback is told; the number itself is in no note. */
const NOT_AS_KEYED =
  'The caller keyed another number, which cannot be called back: this one is the number of the call.';

/** The keyed hash of a number under the organization's key. */
export type HashPhone = (orgKey: Buffer, e164: string) => Buffer;

interface CallColumns {
  contact_id: string | null;
  contact_e164: string | null;
  contact_zone: string | null;
  caller_e164: string | null;
  phone_number_id: string | null;
  our_e164: string | null;
  flow_version_id: string | null;
  language: Language;
  default_zone: string;
  phone_hash_key: Buffer;
}

// Called back with what the flow is by then; from the number that the call went through.
const READ_CALL = `
SELECT k.contact_id, pii.phone_e164 AS contact_e164, ct.zone AS contact_zone,
       CASE k.direction WHEN 'inbound' THEN k.from_e164 END AS caller_e164,
       n.id AS phone_number_id, n.e164 AS our_e164, coalesce(f.live_version_id, k.flow_version_id) AS flow_version_id,
       coalesce(k.language, ct.language, n.language, o.default_language) AS language, o.default_zone, o.phone_hash_key
  FROM call k
  JOIN organization o ON o.id = k.org_id
  LEFT JOIN phone_number n ON n.org_id = k.org_id
        AND CASE WHEN k.phone_number_id IS NOT NULL THEN n.id = k.phone_number_id
                 ELSE n.e164 = CASE k.direction WHEN 'inbound' THEN k.to_e164 ELSE k.from_e164 END END
  LEFT JOIN flow_version v ON v.org_id = k.org_id AND v.id = k.flow_version_id
  LEFT JOIN flow f ON f.org_id = v.org_id AND f.id = v.flow_id
  LEFT JOIN contact ct ON ct.org_id = k.org_id AND ct.id = k.contact_id
  LEFT JOIN contact_pii pii ON pii.org_id = ct.org_id AND pii.contact_id = ct.id
 WHERE k.id = $1`;

/**
 * Writes the callback that a call's flow has promised, with the contact found or made by its number. IDEMPOTENT by
 * (call, effect). Throws `call.not_found`.
 */
export function promiseCallback(
  pool: Pool,
  hashPhone: HashPhone,
  promised: PromisedCallback,
): Promise<PromiseResult> {
  return withOrg(pool, promised.orgId, async (tx) => {
    const { rows } = await tx.query<CallColumns>({
      name: 'call_of_callback',
      text: READ_CALL,
      values: [promised.callId],
    });
    const call = rows[0];
    if (!call) throw new AppError({ code: 'call.not_found' });
    const { e164, isAsKeyed } = numberToRing(call, promised.number, await allowedTransferCountries(tx));
    const { phone_number_id: phoneNumberId, flow_version_id: flowVersionId } = call;
    if (e164 === null || phoneNumberId === null || flowVersionId === null) {
      await noteBroken(tx, promised);
      return { result: 'no_number' };
    }
    const callbackId = await insertCallback(tx, {
      contactId: await contactToRing(tx, call, e164, hashPhone),
      origin: 'flow',
      effect: { callId: promised.callId, effectId: promised.effectId },
      voicemailId: null,
      phoneNumberId,
      flowVersionId,
      dueAtMs: promised.dueAtMs,
      zone: call.contact_zone ?? zonesOf(e164)[0] ?? call.default_zone,
      note: isAsKeyed ? null : NOT_AS_KEYED,
      createdBy: null,
    });
    return { result: 'scheduled', callbackId };
  });
}

/**
 * What was keyed, read as a number of the country that was called; else the number of this very call. Neither a
 * stranger's keys nor the number that a stranger shows, which anybody can choose, make us ring a country that the
 * organization does not allow, or what costs more than a call.
 */
function numberToRing(
  call: CallColumns,
  keyed: string | null,
  countries: ReadonlySet<string>,
): { e164: string | null; isAsKeyed: boolean } {
  const { caller_e164: shown } = call;
  const own = call.contact_e164 ?? (shown !== null && isTransferTarget(shown, countries) ? shown : null);
  if (keyed === null) return { e164: own, isAsKeyed: true };
  const country = call.our_e164 === null ? null : countryOf(call.our_e164);
  const parsed = toE164(keyed, country);
  const isTaken = parsed.ok && countryOf(parsed.e164) === country && isTransferTarget(parsed.e164);
  return isTaken ? { e164: parsed.e164, isAsKeyed: true } : { e164: own, isAsKeyed: false };
}

async function contactToRing(
  tx: PoolClient,
  call: CallColumns,
  e164: string,
  hashPhone: HashPhone,
): Promise<string> {
  if (call.contact_id !== null && e164 === call.contact_e164) return call.contact_id;
  const phoneHash = hashPhone(call.phone_hash_key, e164);
  return contactByNumber(tx, { e164, phoneHash, language: call.language, source: 'callback' });
}

/** A promise that cannot be kept is told to a person, once. */
async function noteBroken(tx: PoolClient, { callId, effectId }: PromisedCallback): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO incident (org_id, kind, detail)
     SELECT current_setting('app.org')::uuid, 'CALLBACK_NOT_POSSIBLE', jsonb_build_object('callId', $1::text, 'effectId', $2::text)
      WHERE NOT EXISTS (SELECT FROM incident WHERE kind = 'CALLBACK_NOT_POSSIBLE'
                           AND detail ->> 'callId' = $1 AND detail ->> 'effectId' = $2)
     RETURNING id`,
    [callId, effectId],
  );
  if (rows[0]) await tellOfIncident(tx, rows[0].id);
}
