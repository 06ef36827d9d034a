import type { Carrier } from '../carrier.ts';
import { type PickUp, playCall } from '../twiml/player.ts';
import type { DocumentSource } from '../twiml/document.ts';
import { startRecording } from '../recordings/record.ts';
import { fireStatus } from '../webhooks/status.ts';
import type { CallPlan, Ending, LiveCall } from './call.ts';
import { detectBeforeTwiml, detectInBackground } from './detect.ts';
import { finishCall } from './finish.ts';
import { LineInterrupted } from './line.ts';

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
    if (call.record.status === 'ringing') answer(carrier, call);
  };
  call.record.startedAtMs = carrier.clock.wallMs();
  note(carrier, call, 'ring', { persona: call.person.name, nth: call.nth });
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
  const { line, person, record, plan } = call;
  note(carrier, call, 'dial', {});
  record.startedAtMs = carrier.clock.wallMs();
  void fireStatus(carrier, call, 'initiated');
  const meeting = person.meet();
  await line.wait(400);
  if (meeting.kind === 'failed') {
    const { kind, ...failure } = meeting;
    return { status: kind, by: 'carrier', ...failure };
  }
  if (meeting.kind === 'busy') return { status: 'busy', by: 'carrier', sipCode: 486 };
  note(carrier, call, 'ring', { persona: person.name, nth: call.nth });
  setStatus(carrier, call, 'ringing');
  void fireStatus(carrier, call, 'ringing');
  const actsAfterMs = meeting.kind === 'no_answer' ? Number.POSITIVE_INFINITY : meeting.afterMs;
  await line.wait(Math.min(actsAfterMs, plan.ringTimeoutMs));
  if (actsAfterMs > plan.ringTimeoutMs) return { status: 'no-answer', by: 'carrier', sipCode: 487 };
  if (meeting.kind === 'declines') return { status: 'busy', by: 'person', sipCode: 486 };
  return talk(carrier, call);
}

async function talk(carrier: Carrier, call: LiveCall): Promise<Ending> {
  answer(carrier, call);
  call.person.answers(call.line.nowMs);
  const { detection } = call.plan;
  if (detection && !detection.isAsync) await detectBeforeTwiml(carrier, call, detection);
  if (detection?.isAsync) detectInBackground(carrier, call, detection);
  return playCall(carrier, call, firstDocument(call.plan), () => undefined);
}

function answer(carrier: Carrier, call: LiveCall): void {
  note(carrier, call, 'answer', { isMachine: call.person.isMachine });
  setStatus(carrier, call, 'in-progress');
  call.answeredAtMs = call.line.nowMs;
  if (call.person.isMachine) call.beepAtMs = call.line.nowMs + call.person.greetingMs();
  call.line.limitAt(call.line.nowMs + call.plan.timeLimitMs);
  if (call.plan.recording) startRecording(carrier, call, 'OutboundAPI', call.plan.recording);
  void fireStatus(carrier, call, 'answered');
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
  note(carrier, call, 'emulator_fault', { error: String(error), stack: (error as Error).stack });
  return { status: 'failed', by: 'carrier', sipCode: 500 };
}

function setStatus(carrier: Carrier, call: LiveCall, status: 'ringing' | 'in-progress'): void {
  call.record.status = status;
  call.record.updatedAtMs = carrier.clock.wallMs();
}

function note(
  carrier: Carrier,
  call: LiveCall,
  event: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  const { sid, to, from, direction } = call.record;
  carrier.truth.write(event, { callSid: sid, to, from, direction, ...detail });
}
