import {
  allHandlersFinished,
  condition,
  patched,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { DialingActivities } from '../../activities/dialing/dialing.activities.ts';
import type { IvrActivities } from '../../activities/ivr/ivr.activities.ts';
import { carrierOptions, dialOptions, recordOptions } from '../options.ts';
import { CallEnd } from './call-end.ts';
import type { ConductCallResult, OutboundCallInput } from './conduct-call.messages.ts';
import { Conversation } from './conversation.ts';

const { placeCall } = proxyActivities<DialingActivities>({ ...dialOptions, summary: 'Dial once' });
const { resolveUnknown } = proxyActivities<DialingActivities>({
  ...carrierOptions,
  summary: 'Look for the call at the carrier',
});
const { askCarrier } = proxyActivities<DialingActivities>({
  ...carrierOptions,
  summary: 'Ask the carrier how the call stands',
});
const { loadFlow } = proxyLocalActivities<IvrActivities>({
  ...recordOptions,
  summary: 'Bring the pinned flow',
});
const { closeAttempt } = proxyLocalActivities<DialingActivities>({
  ...recordOptions,
  summary: 'Write outcome, retry plan and counters',
});

/** Permanent: histories keep it. */
const END_WHILE_ASKING = 'endWhileAsking';

/** A call that we make: dialled once, then followed to its end. */
export class OutboundCall {
  readonly conversation: Conversation;
  readonly end = new CallEnd();
  private readonly input: OutboundCallInput;
  private readonly attempt: { orgId: string; attemptId: string };

  constructor(input: OutboundCallInput) {
    const { orgId, attemptId, flowVersionId } = input;
    this.input = input;
    this.attempt = { orgId, attemptId };
    this.conversation = new Conversation({ orgId, callId: attemptId, attemptId }, flowVersionId, 'dialing');
  }

  async run(): Promise<ConductCallResult> {
    const { orgId, contactId, flowVersionId } = this.input;
    this.conversation.begin(await loadFlow({ orgId, contactId, flowVersionId }));
    const dial = await this.dial();
    if (dial !== 'live') return dial;
    const ending = await this.awaitEnd();
    return ending === 'ended' ? this.close() : ending;
  }

  /** Dials, unless an earlier run did: then whatever the attempt row says is what counts. */
  private async dial(): Promise<'live' | ConductCallResult> {
    const dial = await placeCall(this.attempt);
    switch (dial.result) {
      case 'not_now':
      case 'blocked':
      case 'not_placed':
        return { outcome: dial.result, reason: dial.reason };
      case 'review':
        return { outcome: 'review' };
      case 'unknown':
        this.conversation.phase = 'unknown';
        return 'live';
      case 'placed':
        this.showLive();
        return 'live';
      case 'already':
        return this.rejoin(dial.state, dial.outcome);
    }
  }

  private rejoin(state: string, outcome: string | null): 'live' | ConductCallResult {
    if (state === 'planned' || state === 'reserved') return { outcome: 'not_now', reason: state };
    if (state === 'blocked' || state === 'not_placed') return { outcome: state, reason: state };
    if (state === 'review') return { outcome: 'review' };
    if (state === 'ended') this.end.note({ attemptOutcome: outcome ?? 'failed' });
    if (state === 'unknown' || state === 'dialing') this.conversation.phase = 'unknown';
    else this.showLive();
    return 'live';
  }

  private showLive(): void {
    this.conversation.phase = this.conversation.turns > 0 ? 'talking' : 'waiting';
  }

  /**
   * Waits for the carrier's end of the call, or for a row that needs no run any more: in review a person settles it,
   * and a dial that turned out not to have begun was planned again or given up.
   */
  private async awaitEnd(): Promise<'ended' | ConductCallResult> {
    const { phase } = this.conversation;
    if (phase === 'unknown' && (await this.resolveUnknown()) === 'review') return { outcome: 'review' };
    while (!this.end.isKnown) {
      if (await this.end.within(this.input.timings.askCarrierAfterMs, 'Deadline: ask the carrier')) break;
      const asked = askCarrier(this.attempt);
      // Runs that began before this patch waited for the carrier's answer whatever else they heard.
      const answer = patched(END_WHILE_ASKING) ? await this.end.unlessHeard(asked) : await asked;
      if (!answer) break;
      const standing = this.rejoin(answer.state, answer.outcome);
      if (standing !== 'live') return standing;
    }
    return 'ended';
  }

  private async resolveUnknown(): Promise<'review' | 'known'> {
    const probesMs = this.input.timings.unknownProbesMs;
    for (const [index, atMs] of probesMs.entries()) {
      const waitMs = atMs - (probesMs[index - 1] ?? 0);
      const isOver = () => this.end.within(waitMs, 'Look the unknown call up at the carrier');
      if (this.end.isKnown || (await isOver())) return 'known';
      const isLast = index === probesMs.length - 1;
      const { result } = await resolveUnknown({ ...this.attempt, probe: index + 1, last: isLast });
      if (result === 'review') return 'review';
      if (result !== 'not_found') return 'known';
    }
    return 'known';
  }

  /** Writes outcome, retry plan and counters once, after every turn in progress was answered. */
  private async close(): Promise<ConductCallResult> {
    if (!allHandlersFinished()) await condition(allHandlersFinished);
    const closing = await this.conversation.closing();
    const { outcome } = await closeAttempt({ ...this.attempt, ...closing });
    return { outcome: 'settled', attemptOutcome: outcome, disposition: closing.disposition };
  }
}
