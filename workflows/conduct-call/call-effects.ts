import {
  ActivityFailure,
  condition,
  log,
  patched,
  proxyActivities,
  proxyLocalActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { DialingActivities } from '../../activities/dialing/dialing.activities.ts';
import type { EffectActivities } from '../../activities/effects/effects.activities.ts';
import type { CallEffect, StepInput } from '../../contracts/call-instructions.ts';
import { carrierOptions, customerOptions, musicOptions, recordOptions } from '../options.ts';

const { recordOptOut } = proxyLocalActivities<DialingActivities>({
  ...recordOptions,
  summary: 'Never call this number again',
});
const { optOutCaller } = proxyLocalActivities<EffectActivities>({
  ...recordOptions,
  summary: 'Never call this caller',
});
const { askCustomer } = proxyActivities<EffectActivities>({
  ...customerOptions,
  summary: 'Ask the customer’s server',
});
const { leaveMusic } = proxyActivities<EffectActivities>({
  ...musicOptions,
  summary: 'Break off the music',
});
const { recordVoicemail } = proxyActivities<EffectActivities>({
  ...carrierOptions,
  summary: 'Keep the voicemail',
});
const { createCallback } = proxyActivities<EffectActivities>({
  ...carrierOptions,
  summary: 'Keep the promised callback',
});
const { recordLeg } = proxyActivities<EffectActivities>({
  ...carrierOptions,
  summary: 'Write the leg of the transfer',
});

/** How long a turn that comes back for a result waits for it: a poll less, and far below what a caller would notice. */
const RESULT_WAIT_MS = 400;

/** How long a result waits for the caller to come back from music before that is broken off. */
const MUSIC_GRACE_MS = 2_000;

/** Permanent: histories keep it. */
const LEAVE_MUSIC = 'leaveMusic';

type WebhookEffect = Extract<CallEffect, { type: 'webhook' }>;
type EffectResult = Extract<StepInput, { type: 'effect_result' }>;
type NoticeKind = Extract<CallEffect, { type: 'notice_given' }>['kind'];

/** A request made, until its result has been given. */
interface Asked {
  result: EffectResult | null;
}

/** Whose conversation it is; `callId` of an outbound call is that of its attempt. */
export interface CallSubject {
  orgId: string;
  callId: string;
  attemptId: string | null;
}

/**
 * What the steps of one call ask for beyond speaking. Nothing here keeps the caller waiting, save a wish not to be
 * called, which must be in force when it is acknowledged.
 */
export class CallEffects {
  private readonly subject: CallSubject;
  private readonly call: { orgId: string; callId: string };
  private readonly nextTurn: () => string | null;
  /** The request that the flow waits for: the last one made, until its result has been given. */
  private asked: Asked | null = null;
  private atWork = 0;
  private readonly given: NoticeKind[] = [];

  /** `nextTurn` names the turn that the caller asks for next. */
  constructor(subject: CallSubject, nextTurn: () => string | null) {
    const { orgId, callId } = subject;
    this.subject = subject;
    this.nextTurn = nextTurn;
    this.call = { orgId, callId };
  }

  /** What the call's record keeps of them beside the variables: `notice.recording` or `notice.ai` once it was heard. */
  record(): Record<string, boolean> {
    return Object.fromEntries(this.given.map((kind) => [`notice.${kind}`, true]));
  }

  /** Begins what a step asked for; repeated with the same effect it changes nothing. */
  async start(effect: CallEffect): Promise<void> {
    switch (effect.type) {
      case 'opt_out':
        return this.optOut(effect.scope);
      case 'notice_given':
        if (!this.given.includes(effect.kind)) this.given.push(effect.kind);
        return;
      case 'webhook':
        return this.ask(effect);
      case 'voicemail': {
        const { effectId, recordingId: providerRecordingId, durationMs } = effect;
        return this.beside(recordVoicemail({ ...this.call, effectId, providerRecordingId, durationMs }));
      }
      case 'callback': {
        const { effectId, number, dueAtMs } = effect;
        return this.beside(createCallback({ ...this.call, effectId, number, dueAtMs }));
      }
      case 'end':
        return;
    }
  }

  /** Writes down what an input tells beside the conversation: the end of a transfer. */
  note(input: StepInput): void {
    if (input.type === 'dial_result') this.noteLeg(input);
  }

  /** The result that the flow waits for, where it has come or comes within a moment, else what was given. */
  async resultOr(resume: StepInput): Promise<StepInput> {
    const { asked } = this;
    if (asked === null) return resume;
    if (asked.result === null) await condition(() => asked.result !== null, RESULT_WAIT_MS);
    if (asked.result === null) return resume;
    if (this.asked === asked) this.asked = null;
    return asked.result;
  }

  /** Resolves once nothing is at work any more; to be awaited before the run ends, when no result is fetched any more. */
  async settled(): Promise<void> {
    this.asked = null;
    if (this.atWork > 0) await condition(() => this.atWork === 0);
  }

  private async optOut(scope: string): Promise<void> {
    const { orgId, attemptId } = this.subject;
    if (attemptId === null) return optOutCaller({ ...this.call, scope, source: 'key' });
    return recordOptOut({ orgId, attemptId, scope, source: 'key' });
  }

  private ask({ effectId, url, body, response, timeoutMs, hasMusic }: WebhookEffect): void {
    const asked: Asked = { result: null };
    this.asked = asked;
    const keep = (result: EffectResult['result'], values: EffectResult['values'] = {}) => {
      asked.result = { type: 'effect_result', effectId, result, values };
    };
    const request = askCustomer({ ...this.call, effectId, url, body, response, timeoutMs });
    const kept = request.then(
      ({ result, values }) => keep(result, values),
      (error: unknown) => keep(isTimeout(error) ? 'timeout' : 'failure'),
    );
    // Runs that began before this patch waited for the end of the music.
    const isBrokenOff = hasMusic && patched(LEAVE_MUSIC);
    this.beside(isBrokenOff ? kept.then(() => this.leaveMusic(asked)) : kept);
  }

  /** Music may be of any length: a caller who is not back for the result in a moment is fetched. */
  private async leaveMusic(asked: Asked): Promise<void> {
    const isBack = await condition(() => this.asked !== asked, MUSIC_GRACE_MS);
    const turn = this.nextTurn();
    if (!isBack && turn !== null) await leaveMusic({ ...this.call, turn });
  }

  private noteLeg({ legId, result, durationMs }: Extract<StepInput, { type: 'dial_result' }>): void {
    if (legId === undefined) return;
    this.beside(recordLeg({ ...this.call, providerCallId: legId, state: result, durationMs }));
  }

  /** Lets work go on beside the call; its failure is logged and harms no caller. */
  private beside(work: Promise<unknown>): void {
    this.atWork += 1;
    void work
      .catch((error: unknown) => log.warn('an effect of the call failed', { error }))
      .finally(() => {
        this.atWork -= 1;
      });
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof ActivityFailure && error.cause instanceof TimeoutFailure;
}
