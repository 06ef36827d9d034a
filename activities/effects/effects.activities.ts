import {
  type HashPhone,
  promiseCallback,
  type PromisedCallback,
  type PromiseResult,
} from '../../db/callbacks/promise-callback.ts';
import { optOutCaller } from '../../db/effects/opt-out-caller.ts';
import { type BridgedLeg, recordLeg } from '../../db/effects/record-leg.ts';
import { type LeftVoicemail, recordVoicemail } from '../../db/voicemail/record-voicemail.ts';
import {
  askCustomer,
  type AskCustomerDeps,
  type AskCustomerInput,
  type CustomerReply,
} from './ask-customer.ts';
import { leaveMusic, type LeaveMusicDeps, type LeaveMusicInput } from './leave-music.ts';

/** What the effects of calls need; built in `runtime/`. */
export interface EffectDeps extends AskCustomerDeps, LeaveMusicDeps {
  hashPhone: HashPhone;
}

/** Activities of what a call's flow does beyond speaking. All are idempotent by call and effect, but for the request itself. */
export function createEffectActivities(deps: EffectDeps) {
  return {
    askCustomer: (input: AskCustomerInput): Promise<CustomerReply> => askCustomer(deps, input),

    leaveMusic: (input: LeaveMusicInput): Promise<void> => leaveMusic(deps, input),

    recordVoicemail: (input: LeftVoicemail): Promise<void> => recordVoicemail(deps.pool, input),

    createCallback: (input: PromisedCallback): Promise<PromiseResult> =>
      promiseCallback(deps.pool, deps.hashPhone, input),

    recordLeg: (input: BridgedLeg): Promise<void> => recordLeg(deps.pool, input),

    /** In force before the next dial to the caller's number, in every campaign. */
    optOutCaller: ({
      scope,
      source,
      ...call
    }: {
      orgId: string;
      callId: string;
      scope: string;
      source: string;
    }): Promise<void> => optOutCaller(deps.pool, deps.hashPhone, call, { scope, source }),
  };
}

/** Type of the effect activities, for `proxyActivities`. */
export type EffectActivities = ReturnType<typeof createEffectActivities>;
