import type { Ending, LiveCall } from '../calls/call.ts';
import { LineInterrupted } from '../calls/line.ts';
import { noteCall } from '../calls/note.ts';
import type { Carrier } from '../carrier.ts';
import { completeRecording, startRecording } from '../recordings/record.ts';
import type { Recording } from '../recordings/store.ts';
import { recordingUrl } from '../recordings/url.ts';
import { reportAfterHangup } from './after-hangup.ts';
import { talkTogether } from './bridge.ts';
import { endLeg, type Leg, moveOn, startLeg } from './dial-leg.ts';
import type { DialOrder, DialTarget } from './document.ts';
import { listenLightly, noteInput } from './listen.ts';

/** What a Dial works with. */
export interface DialScene {
  readonly carrier: Carrier;
  readonly call: LiveCall;
  readonly order: DialOrder;
  readonly documentUrl: string | undefined;
  /** Puts an inbound call through that has waited for somebody to answer. */
  readonly pickUp: () => void;
}

/** How far a Dial has come; `leg` is the one that counts: who answered, else who was tried last. */
interface Progress {
  leg?: Leg;
  isBridged: boolean;
  recording?: Recording;
}

/**
 * Puts the person through to the first of the Dial's numbers that answers, until one of them hangs up. The answer is
 * the parameters for the action. When the person goes first, the other is hung up, the action is told, and
 * LineInterrupted is thrown. Source: Twilio documentation, "TwiML Voice: <Dial>".
 */
export async function performDial(scene: DialScene): Promise<Record<string, string>> {
  const { carrier, call, order, documentUrl } = scene;
  const progress: Progress = { isBridged: false };
  const rounds = order.isSequential ? order.targets.map((target) => [target]) : [order.targets];
  try {
    for (const targets of rounds) {
      if (!progress.isBridged) await dialRound(scene, targets, progress);
    }
  } catch (error) {
    const params = conclude(scene, progress);
    const isHangup = error instanceof LineInterrupted && error.interruption.kind === 'ended';
    if (isHangup && order.action !== undefined)
      await reportAfterHangup(carrier, call, { ...order, documentUrl }, params);
    throw error;
  }
  call.person.bridgeOver();
  return conclude(scene, progress);
}

async function dialRound(
  scene: DialScene,
  targets: readonly DialTarget[],
  progress: Progress,
): Promise<void> {
  const { carrier, call, order, documentUrl } = scene;
  const legs = targets.flatMap((target) => startLeg(carrier, call, order, target, documentUrl) ?? []);
  if (legs.length === 0) return;
  if (legs.some((leg) => leg.call.person.meet().kind === 'decides')) call.line.runAtWallSpeed();
  progress.leg = legs.at(-1) as Leg;
  if (order.recording?.fromRinging) record(scene, progress);
  try {
    const answered = await ringAll(scene, legs);
    if (!answered) return;
    progress.leg = answered;
    for (const leg of legs.filter((one) => one !== answered)) hangUp(scene, leg, 'carrier');
    progress.isBridged = true;
    if (!progress.recording) record(scene, progress);
    scene.pickUp();
    await talkTogether(scene, answered);
  } catch (error) {
    const by =
      error instanceof LineInterrupted && error.interruption.kind === 'ended' ? 'person' : 'application';
    for (const leg of legs) hangUp(scene, leg, by);
    throw error;
  }
}

/** Lets all legs ring until one is answered; undefined when none is. */
async function ringAll({ carrier, call }: DialScene, legs: readonly Leg[]): Promise<Leg | undefined> {
  for (;;) {
    const trying = legs.filter((leg) => !leg.ending);
    if (trying.length === 0) return undefined;
    const nextMs = Math.min(...trying.map((leg) => leg.ringing.nextAtMs()));
    const input = await listenLightly(carrier, call, Math.max(nextMs, call.line.nowMs));
    if (input) noteInput(carrier, call, input, false);
    const answered = trying.find((leg) => moveOn(carrier, leg, call.line.nowMs));
    if (answered) return answered;
  }
}

/** Ends a leg that is not wanted any more, wherever it stands. */
function hangUp({ carrier, call }: DialScene, leg: Leg, by: Ending['by']): void {
  leg.call.line.nowMs = call.line.nowMs;
  const isAnswered = leg.call.record.status === 'in-progress';
  endLeg(carrier, leg, {
    status: isAnswered ? 'completed' : 'canceled',
    by: by === 'person' ? 'carrier' : by,
    sipCode: isAnswered ? 200 : 487,
  });
}

function record({ carrier, call, order, documentUrl }: DialScene, progress: Progress): void {
  if (!order.recording) return;
  const { statusCallback: url, statusCallbackMethod: method, statusEvents, channels } = order.recording;
  const hook = url !== undefined && URL.canParse(url, documentUrl) && new URL(url, documentUrl).href;
  progress.recording = startRecording(carrier, call, {
    callSid: call.record.sid,
    source: 'DialVerb',
    channels,
    events: statusEvents,
    ...(hook ? { hook: { url: hook, method } } : {}),
  });
}

/** Ends the recording and says what came of the Dial, to the truth file and as parameters of the action. */
function conclude({ carrier, call }: DialScene, progress: Progress): Record<string, string> {
  const { leg, isBridged, recording } = progress;
  const durationS = leg?.call.record.durationS ?? 0;
  const status = leg?.ending?.status ?? 'failed';
  const dialCallSid = leg?.call.record.sid;
  if (recording?.status === 'in-progress') completeRecording(carrier, recording, Math.max(1, durationS));
  noteCall(carrier, call, 'dial_ended', { dialCallSid, status, bridged: isBridged, durationS });
  return {
    DialCallStatus: status,
    DialBridged: String(isBridged),
    ...(dialCallSid === undefined ? {} : { DialCallSid: dialCallSid }),
    ...(isBridged ? { DialCallDuration: String(durationS) } : {}),
    ...(recording && isBridged ? { RecordingUrl: recordingUrl(carrier, recording.sid) } : {}),
  };
}
