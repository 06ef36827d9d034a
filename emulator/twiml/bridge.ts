import type { LiveCall } from '../calls/call.ts';
import { noteCall } from '../calls/note.ts';
import type { DialScene } from './dial.ts';
import { endLeg, type Leg } from './dial-leg.ts';
import { listenLightly, noteInput, type PersonInput } from './listen.ts';

/**
 * Two people talk, until the one who was called hangs up, the time limit comes, the API ends the leg, or, with
 * `hangupOnStar`, the caller presses the star. Throws LineInterrupted when the caller's own call ends or moves on.
 */
export async function talkTogether(scene: DialScene, leg: Leg): Promise<void> {
  const { carrier, call, order } = scene;
  const endsAtMs = call.line.nowMs + order.timeLimitMs;
  noteCall(carrier, call, 'bridged', { dialCallSid: leg.call.record.sid, dialed: leg.call.record.to });
  call.person.isBridged(call.line.nowMs, leg.call.record.to, 'caller');
  leg.call.person.isBridged(call.line.nowMs, leg.call.record.from, 'called');
  while (!leg.ending) {
    const untilMs = Math.min(endsAtMs, Math.max(leg.call.person.nextActAtMs(), call.line.nowMs));
    const input = await listenLightly(carrier, call, untilMs);
    leg.call.line.nowMs = call.line.nowMs;
    if (input) fromCaller(scene, leg, input);
    if (!leg.ending) fromCalled(scene, leg, endsAtMs);
  }
}

function fromCaller({ carrier, call, order }: DialScene, leg: Leg, input: PersonInput): void {
  const isEnd = order.endsOnStar && input.kind === 'key' && input.key === '*';
  noteInput(carrier, call, input, isEnd);
  if (isEnd) endLeg(carrier, leg, { status: 'completed', by: 'application', sipCode: 200 });
  else passOn(input, leg.call);
}

function fromCalled({ carrier, call }: DialScene, leg: Leg, endsAtMs: number): void {
  const completed = { status: 'completed', sipCode: 200 } as const;
  const interruption = leg.call.line.interruption();
  if (interruption?.kind === 'ended') return endLeg(carrier, leg, { ...completed, by: interruption.by });
  const act = leg.call.person.nextActBy(call.line.nowMs);
  if (act?.kind === 'hang_up') {
    noteCall(carrier, leg.call, 'hangup', { by: 'person' });
    return endLeg(carrier, leg, { ...completed, by: 'person' });
  }
  if (act) {
    noteInput(carrier, leg.call, act, false);
    passOn(act, call);
  }
  if (call.line.nowMs >= endsAtMs) endLeg(carrier, leg, { ...completed, by: 'time_limit' });
}

/** What one says the other hears; keys are tones to it and nothing more. */
function passOn(input: PersonInput, listener: LiveCall): void {
  if (input.kind !== 'speech') return;
  const { nowMs } = listener.line;
  listener.person.hears({ kind: 'talk', text: input.text }, nowMs, nowMs);
  listener.person.soundOver(true);
}
