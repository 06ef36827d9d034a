import type {
  AttemptEvent,
  AttemptIncident,
  AttemptSnapshot,
  Transition,
} from '../../../domain/call/attempt-events.ts';
import type { DialTimings } from '../../../domain/call/dial-timings.ts';

/** The machine under test: the production function, or one with a planted bug. */
export type Machine = (attempt: AttemptSnapshot, event: AttemptEvent, timings: DialTimings) => Transition;

/** What a create request can suffer; names as in the emulator. */
export const CREATE_FAULTS = [
  '4xx',
  '429',
  '500_executed',
  '500_not',
  'timeout_executed',
  'timeout_not',
  'reset_before',
  'reset_after',
  'slow_9s',
  'callback_before_answer',
  'wrong_sid',
] as const;

/** What the call itself can suffer at the carrier, whatever the answer of its create. */
export const CALL_FAULTS = ['queued_long', 'list_lag'] as const;

/** What the callbacks of a call can suffer. */
export const WEBHOOK_FAULTS = [
  'duplicate',
  'reordered',
  'late',
  'dropped',
  'forged',
  'replayed',
  'two_terminals',
] as const;

export type Fault =
  | (typeof CREATE_FAULTS)[number]
  | (typeof CALL_FAULTS)[number]
  | (typeof WEBHOOK_FAULTS)[number]
  | 'crash'
  | 'pause'
  | 'reset'
  | 'wipe';

/** Bugs that can be planted; each must be caught (`teeth`). */
export const PLANTED_BUGS = [
  'drop_compare_and_set',
  'retry_on_500',
  'skip_lock',
  'ignore_rank',
  'refuse_on_500',
  'redial_unknown',
  'review_frees_number',
  'no_sweeper',
  'close_twice',
  'bind_any_call',
  'ask_nobody',
  'accept_forged',
  'wait_for_planned',
] as const;
export type PlantedBug = (typeof PLANTED_BUGS)[number];

/** One run: everything else follows from the seed. */
export interface SimulationOptions {
  readonly seed: number;
  readonly bug?: PlantedBug;
  /** Faults that must not happen in this run, for shrinking. */
  readonly without?: ReadonlySet<Fault>;
  /** Keeps a line for each step. */
  readonly isTraced?: boolean;
}

/** One intention of one campaign to reach one person. */
export interface SimulatedContact {
  readonly id: number;
  readonly number: string;
  state: string;
  outcome: string | null;
  attemptsMade: number;
  nextAtMs: number;
  /** Its open row. */
  rowId: number | null;
  /** The row that was settled last. */
  lastRowId: number | null;
}

/** One `call_attempt` row. */
export interface SimulatedRow {
  readonly id: number;
  readonly contactId: number;
  readonly number: string;
  attempt: AttemptSnapshot;
  /** How often outcome and retry plan were written. */
  settlements: number;
}

/** A message of the outbox. */
export interface SimulatedMessage {
  readonly kind: 'call_ended' | 'ensure_workflow';
  readonly rowId: number;
  isSent: boolean;
  leasedUntilMs: number;
}

/** What the invariants found. */
export interface Violation {
  readonly kind: 'doubleDialed' | 'lost' | 'stuck' | 'misreported';
  readonly why: string;
}

/** The end of one run. */
export interface SimulationResult {
  readonly seed: number;
  readonly steps: number;
  readonly accepted: number;
  readonly incidents: Readonly<Partial<Record<AttemptIncident, number>>>;
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  readonly violations: readonly Violation[];
  readonly trace: readonly string[];
}
