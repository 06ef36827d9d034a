import type { PoolClient } from 'pg';
import { callbackWorkflowId } from '../../contracts/names.ts';
import { AppError } from '../../domain/errors.ts';
import { recordEvent } from '../webhooks/record-event.ts';

/** A promise to call somebody. `dueAtMs` rule time, epoch ms; null is now. `zone` IANA, in which the time was agreed. */
export interface NewCallback {
  contactId: string;
  origin: 'flow' | 'voicemail' | 'api';
  /** The effect of a flow that made it; both or neither. */
  effect: { callId: string; effectId: string } | null;
  voicemailId: string | null;
  /** Our number it is made from. */
  phoneNumberId: string;
  flowVersionId: string;
  dueAtMs: number | null;
  zone: string;
  note: string | null;
  createdBy: string | null;
}

const INSERT = `
INSERT INTO callback (org_id, contact_id, origin, call_id, effect_id, voicemail_id, phone_number_id, flow_version_id,
                      due_at, zone, note, created_by)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, coalesce($8, rule_now()), $9, $10, $11)
ON CONFLICT (org_id, call_id, effect_id) DO NOTHING
RETURNING id`;

/**
 * Writes a callback of the organization in context with the outbox message that starts its run, in the caller's
 * transaction; answers its id. IDEMPOTENT by the effect that made it.
 */
export async function insertCallback(tx: PoolClient, callback: NewCallback): Promise<string> {
  const { effect } = callback;
  const { rows } = await tx.query<{ id: string }>({
    name: 'insert_callback',
    text: INSERT,
    values: [
      callback.contactId,
      callback.origin,
      effect?.callId ?? null,
      effect?.effectId ?? null,
      callback.voicemailId,
      callback.phoneNumberId,
      callback.flowVersionId,
      callback.dueAtMs === null ? null : new Date(callback.dueAtMs),
      callback.zone,
      callback.note,
      callback.createdBy,
    ],
  });
  const id = rows[0]?.id;
  if (id === undefined) return callbackOfEffect(tx, effect);
  await askForCallbackRun(tx, id);
  await recordEvent(tx, 'callback.scheduled', id);
  return id;
}

async function callbackOfEffect(tx: PoolClient, effect: NewCallback['effect']): Promise<string> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'callback_of_effect',
    text: 'SELECT id FROM callback WHERE call_id = $1 AND effect_id = $2',
    values: [effect?.callId, effect?.effectId],
  });
  if (!rows[0]) throw new AppError({ code: 'internal.unexpected', message: 'The callback was not written.' });
  return rows[0].id;
}

/** Asks the relay to make sure that a callback has its run. Harmless when it has. */
export async function askForCallbackRun(tx: PoolClient, callbackId: string): Promise<void> {
  await tx.query({
    name: 'ensure_callback_run',
    text: `INSERT INTO outbox (org_id, kind, key, payload)
           VALUES (current_setting('app.org')::uuid, 'ensure_workflow', $1, $2)`,
    values: [callbackWorkflowId(callbackId), JSON.stringify({ type: 'ensure_workflow', callbackId })],
  });
}
