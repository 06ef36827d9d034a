import { describe, expect, it } from '@jest/globals';
import type { TruthLine } from '../system/people-who-call.ts';
import { turnsHeard } from './turns-heard.ts';

const webhook = (event: string, at: number, rest: Partial<TruthLine> = {}): TruthLine => ({
  at,
  event,
  callSid: 'CA1',
  purpose: 'voice',
  ...rest,
});
const sent = (at: number, query: string) =>
  webhook('webhook_sent', at, { url: `http://127.0.0.1/voice${query}` });
const answered = (at: number, status: unknown = 200) => webhook('webhook_answered', at, { status });

describe('turnsHeard', () => {
  it('counts a turn with its holds as one', () => {
    const turns = turnsHeard([
      sent(0, ''),
      answered(20),
      sent(5_000, '?t=1'),
      answered(5_800),
      sent(6_800, '?t=1&i=x&poll=1'),
      answered(7_000),
    ]);
    expect(turns).toEqual([
      { callSid: 'CA1', startedAtMs: 0, pauses: 0, silenceMs: 20, firstAnswerAtMs: 20, status: 200 },
      {
        callSid: 'CA1',
        startedAtMs: 5_000,
        pauses: 1,
        silenceMs: 2_000,
        firstAnswerAtMs: 5_800,
        status: 200,
      },
    ]);
  });

  it('tells calls apart, and a turn without an answer', () => {
    const other = { ...sent(10, ''), callSid: 'CA2' };
    expect(turnsHeard([sent(0, ''), other, answered(20, 500)])).toMatchObject([
      { callSid: 'CA1', status: 500 },
      { callSid: 'CA2', status: 'none' },
    ]);
  });

  it('looks at voice webhooks only', () => {
    expect(turnsHeard([webhook('webhook_sent', 0, { purpose: 'status' })])).toEqual([]);
  });
});
