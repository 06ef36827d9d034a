import type { AttemptOutcome } from './attempt-state.ts';
import { carrierRank, isSameEnding, outcomeOf, TERMINAL_RANK, type CarrierStatus } from './carrier-rank.ts';

/** Where news of an inbound call comes from: the carrier told us, or we asked it. */
export type NewsSource = 'callback' | 'fetched';

/** A status callback of a call that names no attempt of ours; `isInbound`: somebody called a number of ours. */
export interface StatusNews {
  status: CarrierStatus;
  durationSeconds: number | null;
  isInbound: boolean;
}

/**
 * What news of an inbound call does to its row. `alive`: asked, the carrier says that the call goes on. `ask`: it
 * contradicts itself and is to be asked. `correct`: asked, it stands by another ending than the one written.
 */
export type InboundChange =
  | { kind: 'none' }
  | { kind: 'alive' }
  | { kind: 'end'; outcome: AttemptOutcome }
  | { kind: 'ask' }
  | { kind: 'correct'; outcome: AttemptOutcome };

/**
 * What news of an inbound call changes, given the outcome written so far (null: it is open). Rank rules as for an
 * attempt: the voice webhook has made it in-progress, so only an ending is higher, and an ending is written once.
 */
export function inboundChange(
  written: AttemptOutcome | null,
  status: CarrierStatus,
  source: NewsSource,
): InboundChange {
  const outcome = outcomeOf(status, null);
  if (carrierRank(status) < TERMINAL_RANK || outcome === null) {
    return written === null && source === 'fetched' ? { kind: 'alive' } : { kind: 'none' };
  }
  if (written === null) return { kind: 'end', outcome };
  if (isSameEnding(written, outcome)) return { kind: 'none' };
  return source === 'fetched' ? { kind: 'correct', outcome } : { kind: 'ask' };
}

/** Why a call to one of our numbers reaches no flow; kept as the disposition of the call. */
export const UNANSWERABLE_REASONS = [
  'number_unknown',
  'organization_closed',
  'number_without_flow',
  'flow_not_published',
] as const;
export type UnanswerableReason = (typeof UNANSWERABLE_REASONS)[number];
