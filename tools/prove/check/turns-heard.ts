import type { TruthLine } from '../system/people-who-call.ts';

/** One turn as its caller lived through it: from what they did to the words that answer it. */
export interface HeardTurn {
  readonly callSid: string;
  readonly startedAtMs: number;
  /** How often the caller was asked to hold on. */
  pauses: number;
  silenceMs: number;
  /** When the first answer came: of a turn that was held, when its caller was first asked to hold on. */
  firstAnswerAtMs: number | null;
  /** HTTP status of the last answer, a text where there was none. */
  status: unknown;
}

/** The turns of calls in the carrier's record; a request that carries `poll` goes on with the turn before it. */
export function turnsHeard(lines: readonly TruthLine[]): HeardTurn[] {
  const turns: HeardTurn[] = [];
  const current = new Map<string, HeardTurn>();
  for (const { callSid = '', event, purpose, url = '', at, status } of lines) {
    if (purpose !== 'voice') continue;
    const turn = current.get(callSid);
    if (event === 'webhook_sent' && turn && isPoll(url)) turn.pauses += 1;
    else if (event === 'webhook_sent') {
      const begun = {
        callSid,
        startedAtMs: at,
        pauses: 0,
        silenceMs: 0,
        firstAnswerAtMs: null,
        status: 'none',
      };
      current.set(callSid, begun);
      turns.push(begun);
    } else if (event === 'webhook_answered' && turn) {
      turn.silenceMs = at - turn.startedAtMs;
      turn.firstAnswerAtMs ??= at;
      turn.status = status;
    }
  }
  return turns;
}

function isPoll(url: string): boolean {
  return URL.canParse(url) && new URL(url).searchParams.has('poll');
}
