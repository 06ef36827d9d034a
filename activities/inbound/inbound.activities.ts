import { type CallClosing, closeInboundCall } from '../../db/inbound/close-inbound-call.ts';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';
import { askInboundCall, type InboundDeps } from './ask-inbound-call.ts';

/** An inbound call, named with its organization. */
export interface InboundCallRef {
  orgId: string;
  callId: string;
}

/** What the conversation of a finished call leaves behind. */
export interface CloseInboundCallInput extends InboundCallRef, CallClosing {}

/** Activities of calls that come in. Every one is idempotent. */
export function createInboundActivities(deps: InboundDeps) {
  return {
    /** Asks the carrier how a call stands; `outcome` null while it goes on. Throws `carrier.unavailable`. */
    askInboundCall: (call: InboundCallRef): Promise<{ outcome: AttemptOutcome | null }> =>
      askInboundCall(deps, call),

    /** Writes what was said in an ended call, once; answers how it ended. */
    async closeInboundCall({
      orgId,
      callId,
      ...closing
    }: CloseInboundCallInput): Promise<{ outcome: AttemptOutcome | null }> {
      deps.killPoint('K14');
      return { outcome: await closeInboundCall(deps.pool, { orgId, callId }, closing) };
    },
  };
}

/** Type of the activities of inbound calls, for `proxyActivities`. */
export type InboundActivities = ReturnType<typeof createInboundActivities>;
