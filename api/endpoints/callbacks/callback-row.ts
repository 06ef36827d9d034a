import type { z } from 'zod';
import type { callbackDetailSchema, callbackSchema } from '../../../contracts/callback.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

/** A row of `callback`. */
export interface CallbackRow {
  id: string;
  contact_id: string;
  origin: 'flow' | 'voicemail' | 'api';
  call_id: string | null;
  voicemail_id: string | null;
  phone_number_id: string;
  flow_version_id: string;
  state: z.output<typeof callbackSchema>['state'];
  due_at: Date;
  zone: string;
  note: string | null;
  attempts_made: number;
  outcome: string | null;
  reason: string | null;
  revision: number;
  created_at: Date;
  updated_at: Date;
  finished_at: Date | null;
}

/** A callback of the caller's organization. Throws `callback.not_found`. */
export async function callbackById(tx: Tx, id: string): Promise<CallbackRow & { attempt_id: string | null }> {
  const { rows } = await tx.query<CallbackRow & { attempt_id: string | null }>(
    `SELECT b.*, (SELECT a.id FROM call_attempt a
                   WHERE a.org_id = b.org_id AND a.intent_kind = 'callback' AND a.intent_id = b.id
                   ORDER BY a.attempt_no DESC LIMIT 1) AS attempt_id
       FROM callback b WHERE b.id = $1`,
    [id],
  );
  if (!rows[0]) throw new AppError({ code: 'callback.not_found' });
  return rows[0];
}

/** The row in the words of the API. */
export function toCallback(row: CallbackRow): z.input<typeof callbackSchema> {
  return {
    id: row.id,
    contactId: row.contact_id,
    origin: row.origin,
    callId: row.call_id,
    voicemailId: row.voicemail_id,
    phoneNumberId: row.phone_number_id,
    flowVersionId: row.flow_version_id,
    state: row.state,
    dueAt: toInstant(row.due_at),
    zone: row.zone,
    note: row.note,
    attemptsMade: row.attempts_made,
    outcome: row.outcome,
    reason: row.reason,
    revision: row.revision,
    createdAt: toInstant(row.created_at),
    updatedAt: toInstant(row.updated_at),
    finishedAt: toInstantOrNull(row.finished_at),
  };
}

/** The row with its attempt and what its run says. */
export function toCallbackDetail(
  row: CallbackRow & { attempt_id: string | null },
  run: z.input<typeof callbackDetailSchema>['run'],
): z.input<typeof callbackDetailSchema> {
  return { ...toCallback(row), attemptId: row.attempt_id, run };
}
