import type { Carrier } from '../carrier.ts';
import { type PickUp, playCall } from '../twiml/player.ts';
import type { DocumentSource } from '../twiml/document.ts';
import type { CallPlan, Ending, LiveCall } from './call.ts';
import { answerCall } from './answer.ts';
import { detectBeforeTwiml, detectInBackground } from './detect.ts';
import { finishCall } from './finish.ts';
import { LineInterrupted } from './line.ts';
import { noteCall } from './note.ts';
import { startRinging } from './ringing.ts';

/** Runs an outbound call from the queue to its end. Never rejects. */
export async function conductOutbound(
  carrier: Carrier,
  call: LiveCall,
  queuedMs: number,
  onEnded: () => void,
): Promise<void> {
  const course = call.line.waitWall(queuedMs).then(() => dial(carrier, call));
  await finishCall(
    carrier,
    call,
    await course.catch((error: unknown) => endingOf(carrier, call, error)),
    onEnded,
  );
}

/** Runs an inbound call, from the first ring at our number to its end. Never rejects. */
export async function conductInbound(carrier: Carrier, call: LiveCall, onEnded: () => void): Promise<void> {
  const pickUp: PickUp = () => {
    if (call.record.status === 'ringing') answerCall(carrier, call);
  };
  call.record.startedAtMs = carrier.clock.wallMs();
  noteCall(carrier, call, 'ring', { persona: call.person.name, nth: call.nth });
  call.person.answers(call.line.nowMs);
  const course = playCall(carrier, call, firstDocument(call.plan), pickUp);
  await finishCall(
    carrier,
    call,
    await course.catch((error: unknown) => endingOf(carrier, call, error)),
    onEnded,
  );
}

async function dial(carrier: Carrier, call: LiveCall): Promise<Ending> {
  const { line } = call;
  const ringing = startRinging(carrier, call);
  for (;;) {
    await line.nap(ringing.nextAtMs());
    const attempt = ringing.advance(line.nowMs);
    if (attempt === 'answered') return talk(carrier, call);
    if (attempt !== 'trying') return attempt;
  }
}

async function talk(carrier: Carrier, call: LiveCall): Promise<Ending> {
  answerCall(carrier, call);
  call.person.answers(call.line.nowMs);
  const { detection } = call.plan;
  if (detection && !detection.isAsync) await detectBeforeTwiml(carrier, call, detection);
  if (detection?.isAsync) detectInBackground(carrier, call, detection);
  return playCall(carrier, call, firstDocument(call.plan), () => undefined);
}

function firstDocument(plan: CallPlan): DocumentSource {
  if ('twiml' in plan.voice) return { kind: 'text', twiml: plan.voice.twiml };
  return { kind: 'url', ...plan.voice, params: {} };
}

/** An interruption is an ordinary end; anything else is a fault of the emulator, kept visible in the truth file. */
function endingOf(carrier: Carrier, call: LiveCall, error: unknown): Ending {
  if (error instanceof LineInterrupted && error.interruption.kind === 'ended') {
    const { by } = error.interruption;
    if (call.record.status === 'in-progress') return { status: 'completed', by, sipCode: 200 };
    return { status: call.record.direction === 'inbound' ? 'no-answer' : 'canceled', by, sipCode: 487 };
  }
  noteCall(carrier, call, 'emulator_fault', { error: String(error), stack: (error as Error).stack });
  return { status: 'failed', by: 'carrier', sipCode: 500 };
}
