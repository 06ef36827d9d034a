import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { inputsHash } from '../../domain/compliance/canonical-json.ts';
import type { RulePack, Verdict } from '../../domain/compliance/compliance.types.ts';
import { evaluate } from '../../domain/compliance/evaluate.ts';
import type { DialSubject } from './dial-facts.ts';

/** What the campaign's control and counter rows said; null for an attempt of no campaign. */
export interface LineAnswer {
  paused: boolean;
  canceled: boolean;
  taken: boolean;
  budget_spent: boolean;
  cost: number;
}

/** One gate of a dial; the first that does not pass names the reason. */
export interface DialGate {
  gate: string;
  passed: boolean;
  code: string;
  detail: string;
}

/** The verdict on a dial, ready for the ledger. `nextAtMs` rule time, with `not_now` only. */
export interface DialVerdict {
  verdict: 'allow' | 'not_now' | 'block';
  gates: DialGate[];
  reason: string;
  nextAtMs: number | null;
  ledger: Record<string, unknown>;
}

/** Judges a dial: the campaign's control, the law's gates, and that the number is free. Blocks win over waits. */
export function judgeDial(
  subject: DialSubject,
  line: LineAnswer | null,
  rulepack: RulePack,
  timings: DialTimings,
): DialVerdict {
  const { row, facts } = subject;
  const law = facts && evaluate(facts, rulepack);
  const gates = [campaignGate(line), ...(law?.reasons ?? [erasedGate()]), numberGate(subject)];
  const failed = gates.filter((gate) => !gate.passed);
  const isBlocked = !law || law.verdict === 'block' || line?.canceled === true;
  const verdict = failed.length === 0 ? 'allow' : isBlocked ? 'block' : 'not_now';
  const reason = failed[0]?.code ?? 'allowed';
  const waits = failed.map((gate) => WAIT_MS(timings)[gate.code] ?? 0);
  const nextAtMs = Math.max(law?.nextAtMs ?? 0, row.ruleNowMs + Math.max(0, ...waits) * row.ruleRate);
  return {
    verdict,
    gates,
    reason: isBlocked ? blockReason(law, line, reason) : reason,
    nextAtMs: verdict === 'not_now' ? nextAtMs : null,
    ledger: ledgerOf(subject, law, gates, verdict),
  };
}

function blockReason(law: Verdict | null, line: LineAnswer | null, reason: string): string {
  if (line?.canceled) return 'campaign.canceled';
  return law?.reasons.find((gate) => !gate.passed)?.code ?? reason;
}

/** Wall time before an attempt that was stopped for this reason is due again. */
const WAIT_MS = (timings: DialTimings): Record<string, number> => ({
  'campaign.no_free_line': timings.backoffMs,
  'campaign.budget_spent': timings.busyBackoffMs,
  'number.busy': timings.busyBackoffMs,
});

function campaignGate(line: LineAnswer | null): DialGate {
  const gate = (code: string, detail: string, passed = false) => ({ gate: 'campaign', passed, code, detail });
  if (!line) return gate('campaign.none', 'The call belongs to no campaign.', true);
  if (line.canceled) return gate('campaign.canceled', 'The campaign was canceled.');
  if (line.paused) return gate('campaign.paused', 'The campaign is paused.');
  if (line.taken)
    return gate('campaign.running', 'The campaign runs and has a line and budget for the call.', true);
  if (line.budget_spent) return gate('campaign.budget_spent', 'The budget does not pay for another call.');
  return gate('campaign.no_free_line', 'All calls that may be up at once are up.');
}

function erasedGate(): DialGate {
  return { gate: 'contact', passed: false, code: 'contact.erased', detail: 'The person was erased.' };
}

function numberGate({ isNumberBusy }: DialSubject): DialGate {
  return isNumberBusy
    ? {
        gate: 'number_free',
        passed: false,
        code: 'number.busy',
        detail: 'Another call to the number is open.',
      }
    : {
        gate: 'number_free',
        passed: true,
        code: 'number.free',
        detail: 'No other call to the number is open.',
      };
}

function ledgerOf(
  { row, facts }: DialSubject,
  law: Verdict | null,
  gates: DialGate[],
  verdict: string,
): Record<string, unknown> {
  return {
    rule_at: new Date(row.ruleNowMs).toISOString(),
    verdict,
    reasons: gates,
    rulepack_version: law?.rulepackVersion ?? 'none',
    zone_set: law?.zoneSet ?? [],
    local_times: law?.localTimes ?? {},
    caps_counts: { attemptsInWindow: facts?.attemptsInWindow ?? 0, capPerNumber: facts?.capPerNumber ?? 0 },
    facts: facts ?? {},
    inputs_hash: inputsHash({ facts, rulepackVersion: law?.rulepackVersion ?? 'none' }),
  };
}
