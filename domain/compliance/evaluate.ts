import { DateTime } from 'luxon';
import { nextOpenMs, type CallingHours } from './calling-hours.ts';
import type { DialFacts, Reason, RulePack, Verdict } from './compliance.types.ts';
import { isZone } from './open-intervals.ts';
import { rulesFor } from './rule-pack.ts';
import { describeWindow } from './describe-window.ts';

const HOUR_MS = 3_600_000;

/** What a gate answers beside its reason: null when it passes, `Infinity` when it never will, else when it may. */
interface GateResult {
  reason: Reason;
  opensAtMs: number | null;
}

function suppressionGate({ suppressed }: DialFacts): GateResult {
  const [passed, code, detail] = suppressed
    ? ([
        false,
        'suppression.listed',
        `The number is on the do-not-call list (scope ${suppressed.scope}, from ${suppressed.source}).`,
      ] as const)
    : ([true, 'suppression.none', 'The number is not on the do-not-call list.'] as const);
  return { reason: { gate: 'suppression', passed, code, detail }, opensAtMs: passed ? null : Infinity };
}

function windowGate(facts: DialFacts, hours: CallingHours): GateResult {
  const leadMs = facts.carrierQueueMs + facts.ringTimeoutMs;
  const known = hours.zones.length > 0 && hours.zones.every(isZone);
  const opensAtMs = known ? nextOpenMs(hours, facts.ruleNowMs, leadMs) : null;
  const passed = opensAtMs === facts.ruleNowMs;
  return {
    reason: { gate: 'calling_window', passed, ...describeWindow(facts.ruleNowMs, leadMs, hours, opensAtMs) },
    opensAtMs: passed ? null : (opensAtMs ?? Infinity),
  };
}

function capGate(facts: DialFacts): GateResult {
  const { attemptsInWindow: attempts, capPerNumber: cap, capWindowHours: hours } = facts;
  const counted = `${attempts} of ${cap} attempts on the number in the last ${hours} h`;
  if (cap <= 0) {
    const detail = 'The cap allows no attempt on a number.';
    return {
      reason: { gate: 'cap_per_number', passed: false, code: 'cap.zero', detail },
      opensAtMs: Infinity,
    };
  }
  if (attempts < cap) {
    const detail = `${counted}.`;
    return { reason: { gate: 'cap_per_number', passed: true, code: 'cap.below', detail }, opensAtMs: null };
  }
  const oldestMs = facts.oldestAttemptInWindowMs ?? facts.ruleNowMs;
  const opensAtMs = Math.max(oldestMs + hours * HOUR_MS, facts.ruleNowMs + 1);
  const detail = `${counted}; the next is allowed from ${new Date(opensAtMs).toISOString()}.`;
  return { reason: { gate: 'cap_per_number', passed: false, code: 'cap.reached', detail }, opensAtMs };
}

/** The first moment all gates can pass, epoch ms; null when there is none. */
function nextAtMs(facts: DialFacts, hours: CallingHours, gates: readonly GateResult[]): number | null {
  const earliestMs = Math.max(facts.ruleNowMs, ...gates.map((gate) => gate.opensAtMs ?? facts.ruleNowMs));
  if (!Number.isFinite(earliestMs)) return null;
  return nextOpenMs(hours, earliestMs, facts.carrierQueueMs + facts.ringTimeoutMs);
}

function localTimes(zones: readonly string[], atMs: number): Record<string, string> {
  return Object.fromEntries(
    zones.filter(isZone).map((zone) => {
      const local = DateTime.fromMillis(atMs, { zone });
      return [zone, local.toISO({ suppressMilliseconds: true }) ?? ''];
    }),
  );
}

/**
 * Whether a number may be dialled now. Pure: the same facts and rules give the same verdict. The zones are the
 * contact's own where the list names one, else all zones of the number's prefix; the call is allowed only if the
 * campaign's window and every binding rule's are open in all of them until carrier queue and ringing are over.
 * `block` is for good (suppressed, no possible moment, unknown zone), `not_now` names the next moment.
 */
export function evaluate(facts: DialFacts, rulepack: RulePack): Verdict {
  const zoneSet = facts.contact.zone === null ? [...facts.phone.zones] : [facts.contact.zone];
  const hours: CallingHours = { zones: zoneSet, window: facts.window, rules: rulesFor(facts, rulepack) };
  const gates = [suppressionGate(facts), windowGate(facts, hours), capGate(facts)];
  const isAllowed = gates.every((gate) => gate.reason.passed);
  const nextMs = isAllowed ? null : nextAtMs(facts, hours, gates);
  return {
    verdict: isAllowed ? 'allow' : nextMs === null ? 'block' : 'not_now',
    reasons: gates.map((gate) => gate.reason),
    nextAtMs: nextMs,
    rulepackVersion: rulepack.version,
    zoneSet,
    localTimes: localTimes(zoneSet, facts.ruleNowMs),
  };
}
