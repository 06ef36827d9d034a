import type { Pool } from 'pg';
import type { Language } from '../../contracts/call-instructions.ts';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';
import { AppError } from '../../domain/errors.ts';
import { withOrg } from '../tenant.ts';
import { recordEvent } from '../webhooks/record-event.ts';

/** What a conversation leaves for the record of its call; `language` is the last one spoken. */
export interface CallClosing {
  disposition: string | null;
  path: unknown;
  variables: unknown;
  language: Language | null;
}

const CLOSE = `
UPDATE call
   SET disposition = $2, path = $3, variables = $4, language = coalesce($5, language),
       duration_seconds = coalesce(duration_seconds, round(extract(epoch FROM ended_at - answered_at))::int),
       closed_at = clock_timestamp(), deadline_at = NULL
 WHERE id = $1 AND direction = 'inbound' AND ended_at IS NOT NULL AND closed_at IS NULL`;

/**
 * Closes an inbound call that has ended. IDEMPOTENT by `closed_at`: a second closing changes nothing; a call that goes
 * on is left as it is. Answers its outcome, null while it has none. Throws `call.not_found`.
 */
export function closeInboundCall(
  pool: Pool,
  { orgId, callId }: { orgId: string; callId: string },
  { disposition, path, variables, language }: CallClosing,
): Promise<AttemptOutcome | null> {
  return withOrg(pool, orgId, async (tx) => {
    const values = [callId, disposition, JSON.stringify(path), JSON.stringify(variables), language];
    const closed = await tx.query({ name: 'close_inbound_call', text: CLOSE, values });
    if (closed.rowCount === 1) await recordEvent(tx, 'call.completed', callId);
    const { rows } = await tx.query<{ outcome: AttemptOutcome | null }>({
      name: 'outcome_of_inbound_call',
      text: `SELECT outcome FROM call WHERE id = $1 AND direction = 'inbound'`,
      values: [callId],
    });
    if (!rows[0]) throw new AppError({ code: 'call.not_found' });
    return rows[0].outcome;
  });
}
