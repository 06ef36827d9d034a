import type { ListVerdict } from './attempt-events.ts';
import type { CarrierCall } from './carrier.port.ts';

/** What is needed to find an attempt's call among the carrier's calls to and from the same numbers. */
export interface ResolutionInput {
  calls: readonly CarrierCall[];
  dialStartedAtMs: number;
  /** Call ids that belong to other attempts already. */
  boundCallIds: ReadonlySet<string>;
  slackMs: number;
}

/** The calls that may be the attempt's: made by API, without a parent, not before we dialled, nobody else's. */
export function matchingCalls(input: ResolutionInput): CarrierCall[] {
  const sinceMs = input.dialStartedAtMs - input.slackMs;
  return input.calls.filter(
    (call) =>
      call.direction === 'outbound-api' &&
      call.parentCallId === null &&
      call.dateCreatedMs !== null &&
      call.dateCreatedMs >= sinceMs &&
      !input.boundCallIds.has(call.callId),
  );
}

/** Exactly one match is ours; two or more are for a person; none says nothing until the last probe. */
export function resolveUnknown(input: ResolutionInput): ListVerdict {
  const [first, second] = matchingCalls(input);
  if (!first) return { kind: 'none' };
  if (second) return { kind: 'several' };
  const { callId, status, answeredBy, durationSeconds } = first;
  return { kind: 'bind', call: { callId, status, answeredBy, durationSeconds } };
}
