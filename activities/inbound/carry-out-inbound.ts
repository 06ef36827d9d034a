import type { InboundMessage } from '../../db/inbound/inbound-message.ts';
import { type InboundRun, readInboundRun } from '../../db/inbound/inbound-run.ts';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';
import { askInboundCall, type InboundDeps } from './ask-inbound-call.ts';

/** The runs of inbound calls, as Temporal keeps them. All starts are idempotent. */
export interface InboundRuns {
  /** Tells the open run that its call is over; false when no run is open. */
  signalEnded(call: { callSid: string; outcome: AttemptOutcome }): Promise<boolean>;
  /** Starts the run of a call unless one is open. */
  ensure(run: InboundRun): Promise<void>;
  /** Puts another run in the place of one that is stuck. */
  replace(run: InboundRun): Promise<void>;
}

/** Does what one outbox message about an inbound call asks. Safe to do twice; throws when it must be tried again. */
export async function carryOutInbound(
  deps: InboundDeps,
  runs: InboundRuns,
  orgId: string,
  message: InboundMessage,
): Promise<void> {
  const call = { orgId, callId: message.inboundCallId };
  if (message.type === 'fetch_call') return void (await askInboundCall(deps, call));
  const run = await readInboundRun(deps.pool, call);
  if (!run) return;
  switch (message.type) {
    case 'call_ended':
      if (await runs.signalEnded({ callSid: run.callSid, outcome: message.outcome })) return;
      return runs.ensure(run);
    case 'ensure_workflow':
      return runs.ensure(run);
    case 'replace_run':
      return runs.replace(run);
  }
}
