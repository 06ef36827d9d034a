import type { Language } from '../../contracts/call-instructions.ts';
import { type ClosedAttempt, closeAttempt } from '../../db/dialing/close-attempt.ts';
import { recordOptOut } from '../../db/dialing/opt-out.ts';
import {
  askCarrier,
  type AttemptStanding,
  hangUp,
  resolveUnknown,
  type ResolveUnknownInput,
  type ResolveUnknownResult,
} from './ask-carrier.ts';
import type { AttemptRef, DialingDeps } from './dialing-deps.ts';
import { placeCall, type PlaceCallResult } from './place-call.ts';

/** What a finished call leaves behind. */
export interface CloseAttemptInput extends AttemptRef {
  disposition: string | null;
  path: unknown;
  variables: unknown;
  /** The last one spoken; runs that began before it was told leave it out. */
  language?: Language | null;
}

/** A wish not to be called again, heard in a call; `scope` is `all` unless the person chose a topic. */
export interface RecordOptOutInput extends AttemptRef {
  scope: string;
  source: string;
}

/** Activities of dialling and of an attempt's end. Every one is idempotent. */
export function createDialingActivities(deps: DialingDeps) {
  return {
    placeCall: (input: AttemptRef): Promise<PlaceCallResult> => placeCall(deps, input),

    resolveUnknown: (input: ResolveUnknownInput): Promise<ResolveUnknownResult> =>
      resolveUnknown(deps, input),

    askCarrier: (input: AttemptRef): Promise<AttemptStanding> => askCarrier(deps, input),

    hangUp: (input: AttemptRef): Promise<void> => hangUp(deps, input),

    /** Writes outcome, retry plan and counters of an ended attempt, once. */
    async closeAttempt({
      disposition,
      path,
      variables,
      language = null,
      ...attempt
    }: CloseAttemptInput): Promise<ClosedAttempt> {
      deps.killPoint('K14');
      return closeAttempt(deps.pool, attempt, { disposition, path, variables, language }, deps.timings);
    },

    /** In force before the next dial to the number, in every campaign. */
    recordOptOut: ({ scope, source, ...attempt }: RecordOptOutInput): Promise<void> =>
      recordOptOut(deps.pool, attempt, { scope, source }),
  };
}

/** Type of the dialling activities, for `proxyActivities`. */
export type DialingActivities = ReturnType<typeof createDialingActivities>;
