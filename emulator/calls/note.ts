import type { Carrier } from '../carrier.ts';
import type { LiveCall } from './call.ts';

/** Writes to the truth file what happened on a call, with who is on it. */
export function noteCall(
  carrier: Carrier,
  call: LiveCall,
  event: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  const { sid, to, from, direction, parentCallSid } = call.record;
  carrier.truth.write(event, { callSid: sid, to, from, direction, parentCallSid, ...detail });
}
