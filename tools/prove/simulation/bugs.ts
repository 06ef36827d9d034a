import type { AttemptSnapshot } from '../../../domain/call/attempt-events.ts';
import { transition } from '../../../domain/call/attempt-machine.ts';
import type { Machine, PlantedBug } from './simulation.types.ts';

/** The machine with a bug of its own planted; bugs of its surroundings are planted where they would live. */
export function machineWith(bug: PlantedBug | undefined): Machine {
  if (bug === 'ignore_rank') return ignoreRank;
  if (bug === 'bind_any_call') return bindAnyCall;
  return transition;
}

/** News of a lower rank overwrites: a late "ringing" undoes the end of a call. */
const ignoreRank: Machine = (attempt, event, timings) => {
  const isKnown = attempt.callId !== null && attempt.closedAtMs === null;
  if (event.type !== 'news' || !isKnown) return transition(attempt, event, timings);
  const forgetful: AttemptSnapshot = {
    ...attempt,
    state: 'dialing',
    carrierRank: 0,
    outcome: null,
    endedAtMs: null,
  };
  return transition(forgetful, event, timings);
};

/** A call id is taken over without asking which call is ours. */
const bindAnyCall: Machine = (attempt, event, timings) => {
  if (event.type !== 'listed' || event.verdict.kind !== 'none') return transition(attempt, event, timings);
  const call = {
    callId: `guess-${attempt.dialToken}`,
    status: 'failed',
    answeredBy: null,
    durationSeconds: null,
  } as const;
  return transition(attempt, { ...event, verdict: { kind: 'bind', call } }, timings);
};
