import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Tenant } from './fill-tenant.ts';
import { insertRow, newAttempt, newDecision } from './tenant-fixture.ts';

/** Every state of an attempt. */
export const STATES = [
  'planned',
  'reserved',
  'dialing',
  'placed',
  'ringing',
  'in_call',
  'unknown',
  'review',
  'ended',
  'not_placed',
  'blocked',
] as const;
type State = (typeof STATES)[number];

/** A way of allowed arrows to each state, from `reserved`. */
const WAYS: Readonly<Record<State, readonly State[]>> = {
  planned: ['planned'],
  reserved: [],
  dialing: ['dialing'],
  placed: ['dialing', 'placed'],
  ringing: ['dialing', 'ringing'],
  in_call: ['dialing', 'in_call'],
  unknown: ['dialing', 'unknown'],
  review: ['dialing', 'unknown', 'review'],
  ended: ['dialing', 'ended'],
  not_placed: ['dialing', 'not_placed'],
  blocked: ['blocked'],
};

/** Makes an attempt of `tenant` and brings it to `state`; `phoneHash` when two are to share a number. */
export async function bringTo(
  tx: ClientBase,
  tenant: Tenant,
  state: State,
  phoneHash?: Buffer,
): Promise<string> {
  const attempt = { ...newAttempt({ ...tenant, ...(phoneHash && { phoneHash }) }), state: 'reserved' };
  const attemptId = await insertRow(tx, 'call_attempt', attempt);
  const decisionId = await insertRow(tx, 'dial_decision', newDecision({ ...tenant, attemptId }));
  await tx.query('UPDATE call_attempt SET decision_id = $2 WHERE id = $1', [attemptId, decisionId]);
  for (const step of WAYS[state]) await moveTo(tx, attemptId, step);
  return attemptId;
}

/** Updates an attempt to `state` with all that the checks ask of it, so that only the guard can object. */
export async function moveTo(
  tx: ClientBase,
  attemptId: string,
  state: State,
  more: { cause?: string; outcome?: string; providerCallId?: string } = {},
): Promise<void> {
  const callId = more.providerCallId ?? `CA-${randomUUID()}`;
  const { rowCount } = await tx.query(
    `UPDATE call_attempt
        SET state = $2,
            cause = $3,
            outcome = CASE WHEN $2 = 'ended' THEN $4 END,
            provider_call_id = coalesce(provider_call_id, CASE WHEN $2 = 'placed' THEN $5 END),
            dial_token = CASE WHEN $2 IN ('planned', 'reserved') THEN NULL ELSE coalesce(dial_token, uuidv7()) END,
            dial_started_at = coalesce(dial_started_at, clock_timestamp()),
            closed_at = CASE WHEN $2 IN ('not_placed', 'blocked') THEN coalesce(closed_at, clock_timestamp()) END
      WHERE id = $1`,
    [attemptId, state, more.cause ?? 'walk', more.outcome ?? 'failed', callId],
  );
  if (rowCount !== 1) throw new Error('the attempt is not there');
}
