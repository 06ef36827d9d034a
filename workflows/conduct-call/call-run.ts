import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  sleep,
  uuid4,
} from '@temporalio/workflow';
import type { DialingActivities } from '../../activities/dialing/dialing.activities.ts';
import type { IvrActivities, LoadedFlow } from '../../activities/ivr/ivr.activities.ts';
import { FIRST_TURN } from '../../contracts/names.ts';
import { carrierOptions, dialOptions, recordOptions } from '../options.ts';
import { carryOut } from './call-effects.ts';
import { CallTraversal } from './call-traversal.ts';
import type {
  CallEndedNews,
  CallState,
  ConductCallInput,
  ConductCallResult,
  NextInstructionInput,
  NextInstructionResult,
} from './conduct-call.messages.ts';

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

/** State of one call and its steps. */
export class CallRun {
  private readonly input: ConductCallInput;
  private readonly attempt: { orgId: string; attemptId: string };
  private phase: CallState['phase'] = 'dialing';
  private traversal: CallTraversal | null = null;
  private callSid: string | null = null;
  /** Nonce that the next webhook must carry; null until the first turn. */
  private expectedTurn: string | null = null;
  private turns = 0;
  private end: CallEndedNews | null = null;

  constructor(input: ConductCallInput) {
    this.input = input;
    this.attempt = { orgId: input.orgId, attemptId: input.attemptId };
  }

  snapshot(): CallState {
    return { phase: this.phase, node: this.traversal?.node ?? null, turns: this.turns };
  }

  noteEnd(news: CallEndedNews): void {
    this.end ??= news;
  }

  async loadFlow(): Promise<void> {
    const { orgId, contactId, flowVersionId } = this.input;
    const flow: LoadedFlow = await loadFlow({ orgId, contactId, flowVersionId });
    this.traversal = new CallTraversal(flow);
  }

  /** Dials, unless an earlier run did: then whatever the attempt row says is what counts. */
  async dial(): Promise<'live' | ConductCallResult> {
    const dial = await placeCall(this.attempt);
    switch (dial.result) {
      case 'not_now':
      case 'blocked':
      case 'not_placed':
        return { outcome: dial.result, reason: dial.reason };
      case 'review':
        return { outcome: 'review' };
      case 'unknown':
        this.phase = 'unknown';
        return 'live';
      case 'placed':
        this.phase = this.turns > 0 ? 'talking' : 'waiting';
        return 'live';
      case 'already':
        return this.rejoin(dial.state, dial.outcome);
    }
  }

  private rejoin(state: string, outcome: string | null): 'live' | ConductCallResult {
    if (state === 'planned' || state === 'reserved') return { outcome: 'not_now', reason: state };
    if (state === 'blocked' || state === 'not_placed') return { outcome: state, reason: state };
    if (state === 'review') return { outcome: 'review' };
    if (state === 'ended') this.noteEnd({ attemptOutcome: outcome ?? 'failed' });
    const isUnclear = state === 'unknown' || state === 'dialing';
    this.phase = isUnclear ? 'unknown' : this.turns > 0 ? 'talking' : 'waiting';
    return 'live';
  }

  /** The input of another call or of a turn that was never asked for is refused before it can change anything. */
  refuseForeignTurn(turn: NextInstructionInput): void {
    const isForeign = this.callSid !== null && turn.callSid !== this.callSid;
    const isUnasked = this.expectedTurn !== null && turn.turn !== this.expectedTurn;
    if (isForeign || isUnasked) {
      throw ApplicationFailure.nonRetryable('The call has moved on from this turn.', 'call.turn_over');
    }
  }

  async answerTurn(turn: NextInstructionInput): Promise<NextInstructionResult> {
    this.callSid = turn.callSid;
    await condition(() => this.traversal !== null);
    const traversal = this.traversal as CallTraversal;
    this.phase = 'talking';
    this.turns += 1;
    const isRejoined = this.expectedTurn === null && turn.turn !== FIRST_TURN;
    const answer = isRejoined ? traversal.apologise() : traversal.step(turn);
    this.expectedTurn = nonce();
    const next = this.expectedTurn;
    setCurrentDetails(`At node **${traversal.node ?? 'end'}** after ${this.turns} turns.`);
    for (const effect of answer.effects) await carryOut(this.attempt, effect);
    return {
      instructions: answer.instructions,
      turn: next,
      language: traversal.language,
      flowVersionId: this.input.flowVersionId,
      isLast: answer.isLast,
    };
  }

  /**
   * Waits for the carrier's end of the call, or for a row that needs no run any more: in review a person settles it,
   * and a dial that turned out not to have begun was planned again or given up.
   */
  async awaitEnd(): Promise<'ended' | ConductCallResult> {
    if (this.phase === 'unknown' && (await this.resolveUnknown()) === 'review') return { outcome: 'review' };
    while (!this.end) {
      if (await this.endedWithin(this.input.timings.askCarrierAfterMs, 'Deadline: ask the carrier')) break;
      const { state, outcome } = await askCarrier(this.attempt);
      const standing = this.rejoin(state, outcome);
      if (standing !== 'live') return standing;
    }
    return 'ended';
  }

  private async resolveUnknown(): Promise<'review' | 'known'> {
    const probesMs = this.input.timings.unknownProbesMs;
    for (const [index, atMs] of probesMs.entries()) {
      const waitMs = atMs - (probesMs[index - 1] ?? 0);
      if (this.end || (await this.endedWithin(waitMs, 'Look the unknown call up at the carrier')))
        return 'known';
      const isLast = index === probesMs.length - 1;
      const { result } = await resolveUnknown({ ...this.attempt, probe: index + 1, last: isLast });
      if (result === 'review') return 'review';
      if (result !== 'not_found') return 'known';
    }
    return 'known';
  }

  /** One timer, left open when the end comes first: an open timer costs one event, a canceled one two. */
  private endedWithin(waitMs: number, summary: string): Promise<boolean> {
    const ended = condition(() => this.end !== null).then(() => true);
    const deadline = sleep(waitMs, { summary }).then(() => false);
    return Promise.race([ended, deadline]);
  }

  /** Writes outcome, retry plan and counters once, after every turn in progress was answered. */
  async close(): Promise<ConductCallResult> {
    await condition(allHandlersFinished);
    this.phase = 'closing';
    const closing = this.traversal?.closing() ?? { disposition: null, path: [], variables: {} };
    setCurrentDetails(`Over after ${this.turns} turns, disposition **${closing.disposition ?? 'none'}**.`);
    const { outcome } = await closeAttempt({ ...this.attempt, ...closing });
    return { outcome: 'settled', attemptOutcome: outcome, disposition: closing.disposition };
  }
}

/** A short deterministic nonce: it names a turn, it does not guard it (the URL is signed). */
function nonce(): string {
  return uuid4().replaceAll('-', '').slice(0, 16);
}
