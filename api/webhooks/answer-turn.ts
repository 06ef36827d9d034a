import type { Language } from '../../contracts/call-instructions.ts';
import type { ApiDeps } from '../deps.ts';
import { type AskedRun, askCall, type CallTurn } from './ask-call.ts';
import { MOST_POLLS, speakAnswer, speakApology, speakHangup, speakHoldOn } from './speak.ts';
import type { TurnAddress } from '../../domain/call/webhook-urls.ts';
import type { TurnEnd } from './webhook-counters.ts';
import { BOUND_KEPT_MS } from './webhook-state.ts';

/** One turn to be answered: whose run is asked what, and how the caller asks again. */
export interface TurnToAnswer extends CallTurn {
  readonly run: AskedRun;
  readonly address: TurnAddress;
  /** For what is said without the flow. */
  readonly language: Language;
  /** How often its caller has been asked to hold on. */
  readonly polls: number;
  readonly holdUrl: (poll: number) => string;
}

/** The answer to a voice webhook as TwiML, and what became of its turn. */
export interface SpokenTurn {
  readonly end: TurnEnd;
  readonly twiml: string;
}

/** The answer to a turn: the workflow's, or hold on, or an apology after too many of those. */
export async function answerTurn(deps: ApiDeps, asked: TurnToAnswer): Promise<SpokenTurn> {
  const { run, callSid, turn, input, address, language } = asked;
  const answer = await askCall(deps, run, { callSid, turn, input });
  if (answer.kind === 'closed') return { end: 'closed', twiml: speakHangup(deps, language) };
  if (answer.kind === 'late') return holdOn(deps, asked);
  const { result } = answer;
  if (run.flowVersionId !== null && result.flowVersionId !== run.flowVersionId) {
    // A run of another organization, if somebody forged its carrier's call id: nothing of it may be heard here.
    deps.logger.error(
      { workflowId: run.workflowId },
      'a run answered with another flow than its call is pinned to',
    );
    return { end: 'not_ours', twiml: speakHangup(deps, language) };
  }
  const bound = { callSid, flowVersionId: run.flowVersionId, language: result.language };
  deps.webhookState.boundCalls.set(address.link.id, bound, deps.clock.wallMs() + BOUND_KEPT_MS);
  return { end: 'answered', twiml: await speakAnswer(deps, run.orgId, address, result) };
}

/** A pause and the same question again; an apology once the caller has waited long enough. */
export function holdOn(
  deps: ApiDeps,
  { polls, language, holdUrl }: Pick<TurnToAnswer, 'polls' | 'language' | 'holdUrl'>,
): SpokenTurn {
  if (polls >= MOST_POLLS) return { end: 'apologised', twiml: speakApology(deps, language) };
  return { end: 'held', twiml: speakHoldOn(deps, language, holdUrl(polls + 1)) };
}
