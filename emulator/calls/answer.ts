import type { Carrier } from '../carrier.ts';
import { startRecording } from '../recordings/record.ts';
import { fireStatus } from '../webhooks/status.ts';
import type { LiveCall } from './call.ts';
import { noteCall } from './note.ts';
import { setStatus } from './ringing.ts';

/** Puts a call through: it is in progress from here on, and its time limit runs. */
export function answerCall(carrier: Carrier, call: LiveCall): void {
  noteCall(carrier, call, 'answer', { isMachine: call.person.isMachine });
  setStatus(carrier, call, 'in-progress');
  call.answeredAtMs = call.line.nowMs;
  if (call.person.isMachine) call.beepAtMs = call.line.nowMs + call.person.greetingMs();
  call.line.limitAt(call.line.nowMs + call.plan.timeLimitMs);
  if (call.plan.recording) {
    const { sid } = call.record;
    startRecording(carrier, call, {
      source: 'OutboundAPI',
      callSid: sid,
      channels: 1,
      ...call.plan.recording,
    });
  }
  void fireStatus(carrier, call, 'answered');
}
