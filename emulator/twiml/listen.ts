import type { Carrier } from '../carrier.ts';
import type { LiveCall } from '../calls/call.ts';
import { LineInterrupted } from '../calls/line.ts';
import { noteCall } from '../calls/note.ts';
import type { PersonAct } from '../people/far-end.ts';

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
  for (;;) {
    const input = await listenLightly(carrier, call, untilMs);
    if (input || call.line.nowMs >= untilMs) return input;
  }
}

/** The same, but a nudge of the line ends it too. */
export async function listenLightly(
  carrier: Carrier,
  call: LiveCall,
  untilMs: number,
): Promise<PersonInput | undefined> {
  const { line, person } = call;
  await line.nap(Math.min(untilMs, Math.max(person.nextActAtMs(), line.nowMs)));
  const act = person.nextActBy(line.nowMs);
  if (act?.kind !== 'hang_up') return act;
  noteCall(carrier, call, 'hangup', { by: 'person' });
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
  const what = input.kind === 'key' ? { key: input.key } : { text: input.text };
  noteCall(carrier, call, input.kind, { ...what, collected: isCollected });
  call.person.inputTaken(isCollected);
}
