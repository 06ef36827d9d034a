import type { Carrier } from '../carrier.ts';
import type { Meeting } from '../people/far-end.ts';
import { fireStatus } from '../webhooks/status.ts';
import type { Ending, LiveCall } from './call.ts';
import { noteCall } from './note.ts';

/** What a line that is tried has come to. */
export type Attempt = 'trying' | 'answered' | Ending;

/** A line being tried, from dialing to the answer or its failure, moved on by whoever keeps the clock. */
export interface Ringing {
  /** When it has to be looked at again; infinity for somebody real, who nudges the line. */
  nextAtMs(): number;
  /** Moves it on to `nowMs` of the call's clock. */
  advance(nowMs: number): Attempt;
}

const CONNECT_MS = 400;

/** Dials: writes `dial`, fires `initiated`, and after that rings, as the person meets the call. */
export function startRinging(carrier: Carrier, call: LiveCall): Ringing {
  noteCall(carrier, call, 'dial', {});
  call.record.startedAtMs = carrier.clock.wallMs();
  void fireStatus(carrier, call, 'initiated');
  const meeting = call.person.meet();
  const ringsFromMs = call.line.nowMs + CONNECT_MS;
  const givesUpAtMs = ringsFromMs + call.plan.ringTimeoutMs;
  let isRinging = false;
  return {
    nextAtMs: () => (isRinging ? Math.min(givesUpAtMs, ringsFromMs + actsAfterMs(meeting)) : ringsFromMs),
    advance: (nowMs) => {
      if (nowMs < ringsFromMs) return 'trying';
      if (!isRinging) {
        const failed = failureOf(meeting);
        if (failed) return failed;
        isRinging = true;
        ring(carrier, call);
      }
      return verdictOf(meeting, nowMs >= ringsFromMs + actsAfterMs(meeting), nowMs >= givesUpAtMs);
    },
  };
}

function ring(carrier: Carrier, call: LiveCall): void {
  noteCall(carrier, call, 'ring', { persona: call.person.name, nth: call.nth });
  setStatus(carrier, call, 'ringing');
  void fireStatus(carrier, call, 'ringing');
}

/** Puts the call in its next state and tells the person's phone, if it is one that shows it. */
export function setStatus(carrier: Carrier, call: LiveCall, status: 'ringing' | 'in-progress'): void {
  call.record.status = status;
  call.record.updatedAtMs = carrier.clock.wallMs();
  call.person.statusIs(status);
}

/** What keeps a line from ringing at all. */
function failureOf(meeting: Meeting): Ending | undefined {
  if (meeting.kind === 'busy') return { status: 'busy', by: 'carrier', sipCode: 486 };
  if (meeting.kind !== 'failed') return undefined;
  const { kind, ...failure } = meeting;
  return { status: kind, by: 'carrier', ...failure };
}

function actsAfterMs(meeting: Meeting): number {
  return 'afterMs' in meeting ? meeting.afterMs : Number.POSITIVE_INFINITY;
}

function verdictOf(meeting: Meeting, hasActed: boolean, isGivenUp: boolean): Attempt {
  const verdict = meeting.kind === 'decides' ? meeting.verdict() : hasActed ? meeting.kind : undefined;
  if (verdict === 'answers') return 'answered';
  if (verdict === 'declines') return { status: 'busy', by: 'person', sipCode: 486 };
  return isGivenUp ? { status: 'no-answer', by: 'carrier', sipCode: 487 } : 'trying';
}
