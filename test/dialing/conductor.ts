import { setTimeout as sleep } from 'node:timers/promises';
import { runRelay } from '../../activities/dialing/relay.ts';
import { runSweeper } from '../../activities/dialing/sweeper.ts';
import type { AttemptRef } from '../../activities/dialing/dialing-deps.ts';
import { unknownLooksMs } from '../../domain/call/dial-timings.ts';
import type { DialingBed } from './dialing-bed.ts';
import { noInboundRuns } from './no-inbound-runs.ts';

/** Stands in for `conductCall`: dials, looks up what is unknown, closes what has ended; one open run for each attempt. */
export interface Conductor {
  ensureCall(attempt: AttemptRef): Promise<void>;
  errors: unknown[];
  /** Stops relay and sweeper and waits for open runs to notice. */
  stop(): Promise<void>;
}

const CLOSING = { disposition: null, path: [], variables: {} };

/** Runs the bed's relay and sweeper with runs of this kind. */
export function conduct(bed: DialingBed): Conductor {
  const stopping = new AbortController();
  const open = new Map<string, { hasEnded: () => void; done: Promise<void> }>();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const ensureCall = async (attempt: AttemptRef) => {
    if (open.has(attempt.attemptId)) return;
    let hasEnded = () => {};
    const ended = new Promise<void>((resolve) => {
      hasEnded = resolve;
    });
    const done = converse(bed, attempt, ended, stopping.signal)
      .catch((error: unknown) => void errors.push(error))
      .finally(() => open.delete(attempt.attemptId));
    open.set(attempt.attemptId, { hasEnded, done });
  };
  const signalCallEnded = async ({ attemptId }: AttemptRef) => {
    open.get(attemptId)?.hasEnded();
    return open.has(attemptId);
  };
  const none = async () => {};
  const runs = {
    ensureCall,
    replaceCall: ensureCall,
    signalCallEnded,
    ensureCampaign: none,
    ensureImport: none,
    ensureCallback: async () => {},
    wakeWebhooks: async () => {},
    inbound: noInboundRuns,
  };
  const relay = runRelay({ dialing: bed.deps, systemPool: bed.systemPool, runs, onError }, stopping.signal);
  const sweeper = runSweeper({ dialing: bed.deps, systemPool: bed.systemPool, onError }, stopping.signal);
  return {
    ensureCall,
    errors,
    async stop() {
      stopping.abort();
      await Promise.all([relay, sweeper, ...[...open.values()].map((run) => run.done)]);
    },
  };
}

async function converse(
  bed: DialingBed,
  attempt: AttemptRef,
  ended: Promise<void>,
  stop: AbortSignal,
): Promise<void> {
  const { activities } = bed;
  const dial = await activities.placeCall(attempt);
  if (dial.result === 'not_now' || dial.result === 'blocked' || dial.result === 'not_placed') return;
  if (dial.result === 'review' || (dial.result === 'already' && dial.state === 'review')) return;
  const stopped = new Promise<void>((resolve) => {
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  const isUnknown =
    dial.result === 'unknown' || (dial.result === 'already' && /dialing|unknown/.test(dial.state));
  const looks = isUnknown ? unknownLooksMs(bed.deps.timings) : [];
  const startedMs = performance.now();
  for (const [index, lookMs] of looks.entries()) {
    const waitMs = Math.max(0, startedMs + lookMs - performance.now());
    const news = await Promise.race([
      ended.then(() => 'ended'),
      stopped.then(() => 'stopped'),
      sleep(waitMs, 'look'),
    ]);
    if (news === 'stopped') return;
    if (news === 'ended') break;
    const last = index === looks.length - 1;
    const { result } = await activities.resolveUnknown({ ...attempt, probe: index + 1, last });
    if (result === 'review') return;
    if (result !== 'not_found') break;
  }
  if (!(dial.result === 'already' && dial.state === 'ended')) await Promise.race([ended, stopped]);
  if (!stop.aborted) await activities.closeAttempt({ ...attempt, ...CLOSING });
}
