import type { Carrier } from '../carrier.ts';
import type { LiveCall } from '../calls/call.ts';
import { LineInterrupted } from '../calls/line.ts';
import type { PersonAct } from '../people/person.ts';

/** A key pressed or a sentence begun. */
export type PersonInput = Exclude<PersonAct, { kind: 'hang_up' }>;

/**
 * Lets the call's clock run until `untilMs` or the person's next key or sentence, whichever comes first. A hang-up is
 * written to the truth file and ends the call: throws LineInterrupted.
 */
export async function listen(
  carrier: Carrier,
  call: LiveCall,
  untilMs: number,
): Promise<PersonInput | undefined> {
  const act = call.person.nextActBy(untilMs);
  await call.line.until(act ? Math.max(act.atMs, call.line.nowMs) : untilMs);
  if (act?.kind !== 'hang_up') return act;
  noteHangup(carrier, call);
  throw new LineInterrupted({ kind: 'ended', by: 'person' });
}

/** Lets the clock run to `untilMs`; what the person presses or says meanwhile reaches nobody. */
export async function listenInVain(carrier: Carrier, call: LiveCall, untilMs: number): Promise<void> {
  for (
    let input = await listen(carrier, call, untilMs);
    input;
    input = await listen(carrier, call, untilMs)
  ) {
    noteInput(carrier, call, input, false);
  }
}

/** Writes a key or a sentence to the truth file; `isCollected` says whether a Gather or Record took it. */
export function noteInput(carrier: Carrier, call: LiveCall, input: PersonInput, isCollected: boolean): void {
  const { sid, to, from, direction } = call.record;
  const what = input.kind === 'key' ? { key: input.key } : { text: input.text };
  carrier.truth.write(input.kind, { callSid: sid, to, from, direction, ...what, collected: isCollected });
}

function noteHangup(carrier: Carrier, call: LiveCall): void {
  const { sid, to, from, direction } = call.record;
  carrier.truth.write('hangup', { callSid: sid, to, from, direction, by: 'person' });
}
