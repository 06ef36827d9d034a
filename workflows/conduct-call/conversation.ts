import { ApplicationFailure, condition, setCurrentDetails, uuid4 } from '@temporalio/workflow';
import type { LoadedFlow } from '../../activities/ivr/ivr.activities.ts';
import type { Language } from '../../contracts/call-instructions.ts';
import { FIRST_TURN } from '../../contracts/names.ts';
import { CallEffects, type CallSubject } from './call-effects.ts';
import { CallTraversal, type TraversalClosing } from './call-traversal.ts';
import type { CallState, NextInstructionInput, NextInstructionResult } from './conduct-call.messages.ts';

/** The turns of one call over its pinned flow, whichever side has rung. */
export class Conversation {
  phase: CallState['phase'];
  /** Turns answered so far. */
  turns = 0;
  private readonly effects: CallEffects;
  private readonly flowVersionId: string;
  private traversal: CallTraversal | null = null;
  private callSid: string | null = null;
  /** Nonce that the next webhook must carry; null until the first turn. */
  private expectedTurn: string | null = null;

  constructor(subject: CallSubject, flowVersionId: string, phase: CallState['phase']) {
    this.effects = new CallEffects(subject, () => this.expectedTurn);
    this.flowVersionId = flowVersionId;
    this.phase = phase;
  }

  /** From here on turns are answered; those that came before have waited. */
  begin(flow: LoadedFlow): void {
    this.traversal = new CallTraversal(flow);
  }

  snapshot(): CallState {
    return { phase: this.phase, node: this.traversal?.node ?? null, turns: this.turns };
  }

  /** The input of another call or of a turn that was never asked for is refused before it can change anything. */
  refuseForeignTurn(turn: NextInstructionInput): void {
    const isForeign = this.callSid !== null && turn.callSid !== this.callSid;
    const isUnasked = this.expectedTurn !== null && turn.turn !== this.expectedTurn;
    if (isForeign || isUnasked) {
      throw ApplicationFailure.nonRetryable('The call has moved on from this turn.', 'call.turn_over');
    }
  }

  /** A plain turn waits for nothing: each promise of a workflow costs the trace of its stack, and a wait makes six. */
  async answerTurn(turn: NextInstructionInput): Promise<NextInstructionResult> {
    this.callSid = turn.callSid;
    if (this.traversal === null) await condition(() => this.traversal !== null);
    const traversal = this.traversal as CallTraversal;
    this.effects.note(turn.input);
    const input = turn.input.type === 'resume' ? await this.effects.resultOr(turn.input) : turn.input;
    this.phase = 'talking';
    this.turns += 1;
    const isRejoined = this.expectedTurn === null && turn.turn !== FIRST_TURN;
    const answer = isRejoined ? traversal.apologise() : traversal.step({ ...turn, input });
    this.expectedTurn = nonce();
    const next = this.expectedTurn;
    setCurrentDetails(`At node **${traversal.node ?? 'end'}** after ${this.turns} turns.`);
    for (const effect of answer.effects) await this.effects.start(effect);
    return {
      instructions: answer.instructions,
      turn: next,
      language: traversal.language,
      flowVersionId: this.flowVersionId,
      isLast: answer.isLast,
    };
  }

  /** What the conversation leaves for the call's record, once its effects are done; it is over with this. */
  async closing(): Promise<TraversalClosing & { language: Language | null }> {
    this.phase = 'closing';
    await this.effects.settled();
    const closing = this.traversal?.closing() ?? { disposition: null, path: [], variables: {} };
    setCurrentDetails(`Over after ${this.turns} turns, disposition **${closing.disposition ?? 'none'}**.`);
    const variables = { ...closing.variables, ...this.effects.record() };
    const language = this.turns > 0 ? (this.traversal?.language ?? null) : null;
    return { ...closing, variables, language };
  }
}

/** A short deterministic nonce: it names a turn, it does not guard it (the URL is signed). */
function nonce(): string {
  return uuid4().replaceAll('-', '').slice(0, 16);
}
