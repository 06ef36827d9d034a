import type { AttemptOutcome, AttemptState } from './attempt-state.ts';

/** Call statuses of a carrier in Twilio's words, which every adapter speaks. Source: Twilio Call resource, `status`. */
export const CARRIER_STATUSES = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
] as const;
export type CarrierStatus = (typeof CARRIER_STATUSES)[number];

/** Rank of a terminal status: nothing overwrites it. */
export const TERMINAL_RANK = 5;

const RANK: Record<CarrierStatus, number> = {
  queued: 1,
  initiated: 2,
  ringing: 3,
  'in-progress': 4,
  completed: TERMINAL_RANK,
  busy: TERMINAL_RANK,
  'no-answer': TERMINAL_RANK,
  failed: TERMINAL_RANK,
  canceled: TERMINAL_RANK,
};

/** How far a call is, 1 to 5; news of a lower or equal rank never overwrites. */
export function carrierRank(status: CarrierStatus): number {
  return RANK[status];
}

const STATE_BY_RANK: readonly AttemptState[] = ['placed', 'placed', 'placed', 'ringing', 'in_call', 'ended'];

/** The attempt state that a carrier status means. */
export function stateOfStatus(status: CarrierStatus): AttemptState {
  return STATE_BY_RANK[RANK[status]] ?? 'placed';
}

const STATE_RANK: Partial<Record<AttemptState, number>> = { placed: 1, ringing: 2, in_call: 3, ended: 4 };

/** How far an attempt's call is known to be: 0 while no call is known, `placed` 1 to `ended` 4. */
export function stateRank(state: AttemptState): number {
  return STATE_RANK[state] ?? 0;
}

const OUTCOME: Partial<Record<CarrierStatus, AttemptOutcome>> = {
  completed: 'answered',
  busy: 'busy',
  'no-answer': 'no_answer',
  failed: 'failed',
  canceled: 'canceled',
};

/** Outcome of a terminal status, null of any other; a machine or fax that answered is `machine`. */
export function outcomeOf(status: CarrierStatus, answeredBy: string | null): AttemptOutcome | null {
  const outcome = OUTCOME[status] ?? null;
  const isMachine = answeredBy === 'fax' || answeredBy?.startsWith('machine') === true;
  return outcome === 'answered' && isMachine ? 'machine' : outcome;
}

/** Whether two outcomes are one and the same terminal status at the carrier (a detected machine also completed). */
export function isSameEnding(a: AttemptOutcome | null, b: AttemptOutcome | null): boolean {
  const ending = (outcome: AttemptOutcome | null) => (outcome === 'machine' ? 'answered' : outcome);
  return ending(a) === ending(b);
}
