import type { PoolClient } from 'pg';
import type { Language } from '../../contracts/call-instructions.ts';
import type { AttemptEffect, AttemptSnapshot } from '../../domain/call/attempt-events.ts';
import { callbackStateOf } from '../../domain/call/callback-plan.ts';
import { holdsLine, holdsMoney, openContactState } from '../../domain/call/contact-share.ts';
import { publicCallState } from '../../domain/call/public-call-state.ts';
import { planRetry, usesAttempt } from '../../domain/call/retry-plan.ts';
import type { AttemptRow } from './attempt-row.ts';
import { messagesOf, outboxKind } from './outbox-message.ts';
import { saveStatement } from './save-attempt.sql.ts';
import { type SavedNews, tellNews } from './tell-news.ts';

/** What a call leaves behind, for its record. */
export interface CallRecord {
  disposition: string | null;
  path: unknown;
  variables: unknown;
  /** The last one spoken; absent or null where none was, or where nobody told. */
  language?: Language | null;
}

/** A transition to write. `returned` gives back what T0 had reserved for a dial that is not to be. */
export interface AttemptChange {
  after: AttemptSnapshot;
  effects: readonly AttemptEffect[];
  decisionId?: string;
  returned?: { lines: number; micros: number };
  record?: CallRecord;
}

/** State of the contact as the change leaves it. */
export interface ContactChange {
  state: string;
  outcome: string | null;
  reason: string | null;
  nextAtMs: number | null;
}

/**
 * Writes a transition of the machine in one statement: the row by compare-and-set on the state that was judged, with
 * call, contact, counters, outbox and incidents. Returns what became of the contact, or null when the row had moved
 * on: then nothing was written.
 */
export async function saveAttempt(
  tx: PoolClient,
  before: AttemptRow,
  change: AttemptChange,
): Promise<ContactChange | null> {
  const contact = contactChange(before, change);
  const counter = counterChange(before, change);
  const outbox = messagesOf(before.id, change.after.outcome, change.effects);
  const incidents = change.effects.flatMap((effect) =>
    effect.type === 'incident' ? [{ kind: effect.kind, detail: { callId: effect.callId } }] : [],
  );
  const isDialled = before.snapshot.dialStartedAtMs !== null;
  const statement = saveStatement({
    call: isDialled && hasCallNews(before.snapshot, change),
    contact: contact.changed && before.callbackId === null,
    callback: contact.changed && before.callbackId !== null,
    counter: Object.values(counter).some((delta) => delta !== 0),
    outbox: outbox.length > 0,
    incident: incidents.length > 0,
  });
  const { rows } = await tx.query<SavedNews>({
    ...statement,
    values: [
      before.id,
      before.snapshot.state,
      JSON.stringify(attemptColumns(change)),
      JSON.stringify(callColumns(before, change)),
      JSON.stringify({
        ...contact.change,
        next_at: iso(contact.change.nextAtMs),
        attempts: contact.attempts,
        callback_state: callbackStateOf(contact.change),
      }),
      JSON.stringify(counter),
      JSON.stringify(outbox.map((payload) => ({ kind: outboxKind(payload), payload }))),
      JSON.stringify(incidents),
    ],
  });
  if (!rows[0]) return null;
  const { id, callbackId } = before;
  const wasAnsweredNow = change.after.state === 'in_call' && before.snapshot.state !== 'in_call';
  await tellNews(tx, { id, callbackId, wasAnsweredNow }, rows[0]);
  return contact.change;
}

function contactChange(before: AttemptRow, { after, effects }: AttemptChange) {
  if (effects.some((effect) => effect.type === 'withdraw_retry')) {
    const change: ContactChange = {
      state: 'done',
      outcome: after.outcome,
      reason: after.cause,
      nextAtMs: null,
    };
    return { changed: true, attempts: 0, change };
  }
  if (effects.some((effect) => effect.type === 'settle_contact')) {
    const attempts = usesAttempt(after) ? 1 : 0;
    const change = planRetry({
      attempt: after,
      attemptsMade: before.retry.attemptsMade + attempts,
      maxAttempts: before.retry.maxAttempts,
      retryDelayMinutes: before.retry.delayMinutes,
      ruleNowMs: before.ruleNowMs,
    });
    const { contactState: state, ...rest } = change;
    return { changed: true, attempts, change: { state, ...rest } satisfies ContactChange };
  }
  const state = openContactState(after);
  const change: ContactChange = {
    state: state ?? '',
    outcome: null,
    reason: after.reason,
    nextAtMs: after.nextAtMs,
  };
  return {
    changed: state !== null && state !== openContactState(before.snapshot),
    attempts: 0,
    change,
  };
}

function counterChange(before: AttemptRow, { after, effects, returned }: AttemptChange) {
  const cost = before.costPerCallMicros;
  const isSettled = effects.some((effect) => effect.type === 'settle_contact') && after.state === 'ended';
  const isCorrected =
    before.snapshot.outcome !== 'answered' && effects.some(({ type }) => type === 'withdraw_retry');
  const lines = Number(holdsLine(after)) - Number(holdsLine(before.snapshot));
  const moneys = Number(holdsMoney(after)) - Number(holdsMoney(before.snapshot));
  return {
    in_flight: lines - (returned?.lines ?? 0),
    reserved_micros: moneys * cost - (returned?.micros ?? 0),
    placed: Number(isSettled && after.callId !== null),
    answered: Number((isSettled || isCorrected) && after.outcome === 'answered'),
    spent_micros: isSettled ? cost : 0,
  };
}

function hasCallNews(before: AttemptSnapshot, { after, record }: AttemptChange): boolean {
  return (
    record !== undefined ||
    before.state !== after.state ||
    before.outcome !== after.outcome ||
    before.callId !== after.callId ||
    before.durationSeconds !== after.durationSeconds
  );
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

function attemptColumns({ after, decisionId }: AttemptChange): Record<string, unknown> {
  return {
    state: after.state,
    cause: after.cause,
    reason: after.reason,
    outcome: after.outcome,
    provider_call_id: after.callId,
    carrier_rank: after.carrierRank,
    dial_token: after.dialToken,
    reserved_until: iso(after.reservedUntilMs),
    deadline_at: iso(after.deadlineAtMs),
    next_at: iso(after.nextAtMs),
    queue_time_ms: after.queueTimeMs,
    answered_by: after.answeredBy,
    answered_at: iso(after.answeredAtMs),
    ended_at: iso(after.endedAtMs),
    duration_seconds: after.durationSeconds,
    last_event_at: iso(after.lastEventAtMs),
    closed_at: iso(after.closedAtMs),
    decision_id: decisionId ?? null,
  };
}

function callColumns(before: AttemptRow, { after, record }: AttemptChange): Record<string, unknown> {
  return {
    state: publicCallState(after.state, after.outcome),
    outcome: after.outcome,
    provider_call_id: after.callId,
    answered_at: iso(after.answeredAtMs),
    ended_at: iso(after.endedAtMs),
    duration_seconds: after.durationSeconds,
    disposition: record?.disposition ?? null,
    path: record?.path ?? null,
    variables: record?.variables ?? null,
    language: record?.language ?? null,
    cost_micros: record ? before.costPerCallMicros : null,
  };
}
