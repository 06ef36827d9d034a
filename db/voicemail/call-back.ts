import type { PoolClient } from 'pg';
import type { Language } from '../../contracts/call-instructions.ts';
import { AppError } from '../../domain/errors.ts';
import { isTransferTarget } from '../../domain/ivr/transfer-target.ts';
import { zonesOf } from '../../domain/phone/number-zones.ts';
import { contactByNumber } from '../callbacks/find-contact.ts';
import { insertCallback } from '../callbacks/insert-callback.ts';

/** The callback of a voicemail; `isNew` false where one was open already. */
export interface VoicemailCallback {
  callbackId: string;
  contactId: string;
  state: string;
  dueAt: Date;
  zone: string;
  isNew: boolean;
}

/** What a person asks for. `dueAtMs` rule time, epoch ms; null is now. */
export interface CallBackWish {
  voicemailId: string;
  dueAtMs: number | null;
  note: string | null;
  userId: string | null;
}

interface CallerColumns {
  contact_id: string | null;
  caller_e164: string | null;
  phone_number_id: string | null;
  flow_version_id: string | null;
  language: Language;
  contact_zone: string | null;
  default_zone: string;
  phone_hash_key: Buffer;
}

// Locked, so that two people who press the button at once ring the caller once. Called back from the number that was
// called, or where that is gone from one of the pool, with what its flow, or that of the call, is by now.
const READ_CALLER = `
SELECT v.contact_id, coalesce(v.from_e164, pii.phone_e164) AS caller_e164, n.id AS phone_number_id,
       coalesce(nf.live_version_id, cf.live_version_id, k.flow_version_id) AS flow_version_id,
       v.language, ct.zone AS contact_zone, o.default_zone, o.phone_hash_key
  FROM voicemail v
  JOIN organization o ON o.id = v.org_id
  JOIN call k ON k.org_id = v.org_id AND k.id = v.call_id
  LEFT JOIN LATERAL (
       SELECT p.id, p.org_id, p.flow_id FROM phone_number p
        WHERE p.org_id = v.org_id AND (p.id = v.phone_number_id OR p.in_caller_id_pool)
        ORDER BY p.id = v.phone_number_id DESC NULLS LAST, p.id LIMIT 1) n ON true
  LEFT JOIN flow nf ON nf.org_id = n.org_id AND nf.id = n.flow_id
  LEFT JOIN flow_version cv ON cv.org_id = k.org_id AND cv.id = k.flow_version_id
  LEFT JOIN flow cf ON cf.org_id = cv.org_id AND cf.id = cv.flow_id
  LEFT JOIN contact ct ON ct.org_id = v.org_id AND ct.id = v.contact_id
  LEFT JOIN contact_pii pii ON pii.org_id = ct.org_id AND pii.contact_id = ct.id
 WHERE v.id = $1 AND v.deleted_at IS NULL
   FOR UPDATE OF v`;

/**
 * Promises whoever left a voicemail a call, in the caller's transaction; the callback's run makes it. While one is open
 * for the voicemail there is no second. Throws `voicemail.not_found`, `voicemail.not_callable`.
 */
export async function callVoicemailBack(
  tx: PoolClient,
  wish: CallBackWish,
  hashPhone: (orgKey: Buffer, e164: string) => Buffer,
): Promise<VoicemailCallback> {
  const { rows } = await tx.query<CallerColumns>(READ_CALLER, [wish.voicemailId]);
  const caller = rows[0];
  if (!caller) throw new AppError({ code: 'voicemail.not_found' });
  const open = await openCallback(tx, wish.voicemailId);
  if (open) return { ...open, isNew: false };
  const { e164, phoneNumberId, flowVersionId } = reachable(caller);
  const phoneHash = hashPhone(caller.phone_hash_key, e164);
  const { language } = caller;
  await insertCallback(tx, {
    contactId: await contactByNumber(tx, { e164, phoneHash, language, source: 'voicemail' }),
    origin: 'voicemail',
    effect: null,
    voicemailId: wish.voicemailId,
    phoneNumberId,
    flowVersionId,
    dueAtMs: wish.dueAtMs,
    zone: caller.contact_zone ?? zonesOf(e164)[0] ?? caller.default_zone,
    note: wish.note,
    createdBy: wish.userId,
  });
  const made = await openCallback(tx, wish.voicemailId);
  if (!made) throw new AppError({ code: 'internal.unexpected', message: 'The callback was not written.' });
  return { ...made, isNew: true };
}

async function openCallback(
  tx: PoolClient,
  voicemailId: string,
): Promise<Omit<VoicemailCallback, 'isNew'> | null> {
  const { rows } = await tx.query<Omit<VoicemailCallback, 'isNew'>>(
    `SELECT id AS "callbackId", contact_id AS "contactId", state, due_at AS "dueAt", zone FROM callback
     WHERE voicemail_id = $1 AND state IN ('scheduled', 'calling') ORDER BY id LIMIT 1`,
    [voicemailId],
  );
  return rows[0] ?? null;
}

function reachable(caller: CallerColumns): { e164: string; phoneNumberId: string; flowVersionId: string } {
  const { caller_e164: e164, phone_number_id: phoneNumberId, flow_version_id: flowVersionId } = caller;
  const missing = (message: string) => new AppError({ code: 'voicemail.not_callable', message });
  if (e164 === null || !/^\+[1-9]\d{6,14}$/.test(e164) || !isTransferTarget(e164))
    throw missing('The caller left no number that may be called.');
  if (phoneNumberId === null) throw missing('There is no number of ours to call from.');
  if (flowVersionId === null) throw missing('No flow is published for the number.');
  return { e164, phoneNumberId, flowVersionId };
}
