import type { Pool } from 'pg';
import { transition } from '../../domain/call/attempt-machine.ts';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { AppError } from '../../domain/errors.ts';
import { withOrg } from '../tenant.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import { readAttempt } from './attempt-row.ts';
import { type CallRecord, saveAttempt } from './save-attempt.ts';

/** What became of the contact; `nextAtMs` rule time, when another attempt is planned. */
export interface ClosedAttempt {
  outcome: AttemptOutcome | null;
  nextAtMs: number | null;
  contactState: string;
}

/**
 * Closes an ended attempt: call record, retry plan or outcome of the contact, and counters, in one transaction.
 * IDEMPOTENT by `closed_at`: a second closing changes nothing and tells what the first one wrote. An attempt that has
 * not ended is left as it is. Throws `attempt.not_found`.
 */
export async function closeAttempt(
  pool: Pool,
  { orgId, attemptId }: { orgId: string; attemptId: string },
  record: CallRecord,
  timings: DialTimings,
): Promise<ClosedAttempt> {
  return withOrg(pool, orgId, async (tx) => {
    const row = await readAttempt(tx, attemptId, 'lock');
    if (!row) throw new AppError({ code: 'attempt.not_found' });
    const { outcome } = row.snapshot;
    const next = transition(row.snapshot, { type: 'close', atMs: row.nowMs }, timings);
    if (!('refused' in next)) {
      const contact = await saveAttempt(tx, row, { after: next.state, effects: next.effects, record });
      if (contact) {
        await recordEvent(tx, 'call.completed', attemptId);
        return { outcome, nextAtMs: contact.nextAtMs, contactState: contact.state };
      }
    }
    const { rows } = await tx.query<{ state: string; next_at: Date }>({
      name: 'contact_of_attempt',
      text: 'SELECT state, next_at FROM campaign_contact WHERE attempt_id = $1',
      values: [attemptId],
    });
    const contact = rows[0];
    const nextAtMs = contact?.state === 'pending' ? contact.next_at.getTime() : null;
    return { outcome, nextAtMs, contactState: contact?.state ?? 'none' };
  });
}
