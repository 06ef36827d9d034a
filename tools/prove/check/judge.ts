import type { RuleClock } from '../../../domain/clock.ts';
import { findLost, findReview, findStuck } from './at-rest.ts';
import { explainRings, findDoubleDials } from './double-dials.ts';
import type { DatabaseDump } from './dump.types.ts';
import type { Finding } from './finding.ts';
import type { ListedRun } from './temporal-listing.ts';
import { readTruth } from './truth.ts';
import { findOutOfWindow } from './windows.ts';

/** The three records to judge by, and how rule time ran. */
export interface JudgeInput {
  /** The carrier's own record, JSON lines. */
  readonly truthPath: string;
  readonly dump: DatabaseDump;
  readonly temporalListing: readonly ListedRun[];
  readonly ruleClock: RuleClock;
  /** Clocks that rule time ran by before, oldest first, where a run was taken up again. */
  readonly earlierClocks?: readonly RuleClock[];
}

/** The judgement of a system at rest; every count above zero has its findings. */
export interface JudgeReport {
  /** Contacts of started campaigns. */
  readonly contacts: number;
  /** Attempts that went as far as dialling. */
  readonly attempts: number;
  /** Phones that rang, by the truth file. */
  readonly rings: number;
  /** Contacts by their final outcome, or `blocked:reason`, or their state where there is no outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly doubleDialed: number;
  readonly lost: number;
  readonly stuck: number;
  readonly review: number;
  readonly outOfWindow: number;
  readonly incidents: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

function clocksOf({ ruleClock, earlierClocks = [] }: JudgeInput): readonly [RuleClock, ...RuleClock[]] {
  const [first, ...later] = earlierClocks;
  return first === undefined ? [ruleClock] : [first, ...later, ruleClock];
}

/**
 * Judges a run by the carrier's truth file, a database dump and the engine's listing alone. Reads only; throws when
 * the truth file is unreadable. Call it at rest: whatever is still moving counts as stuck.
 */
export async function judge(input: JudgeInput): Promise<JudgeReport> {
  const { dump, temporalListing: runs } = input;
  const calls = await readTruth(input.truthPath);
  const explained = explainRings(calls, dump);
  const facts = { dump, calls, runs };
  const findings = [
    ...findDoubleDials(explained),
    ...findLost(facts),
    ...findStuck(facts),
    ...findReview(dump),
    ...findOutOfWindow(explained, dump, clocksOf(input)),
  ];
  const count = (kind: Finding['kind']): number => findings.filter((finding) => finding.kind === kind).length;
  return {
    contacts: dump.campaignContacts.length,
    attempts: dump.attempts.filter((attempt) => attempt.dial_started_at !== null).length,
    rings: calls.filter((call) => call.rangAtMs !== null).length,
    outcomes: tally(dump.campaignContacts.map(nameOutcome)),
    doubleDialed: count('doubleDialed'),
    lost: count('lost'),
    stuck: count('stuck'),
    review: count('review'),
    outOfWindow: count('outOfWindow'),
    incidents: tally(dump.incidents.map(({ kind }) => kind)),
    findings,
  };
}

function nameOutcome(row: DatabaseDump['campaignContacts'][number]): string {
  return row.state === 'blocked' ? `blocked:${row.reason}` : (row.outcome ?? row.state);
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
