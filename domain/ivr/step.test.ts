import { describe, expect, it } from '@jest/globals';
import type { StepInput } from '../../contracts/call-instructions.ts';
import type { FlowCursor, StepResult } from './cursor.types.ts';
import { draftOf, en, published } from './flow-draft.fixture.ts';
import type { FlowGraph } from './graph.types.ts';
import { appendPath, startCursor, step } from './step.ts';

const START: StepInput = { type: 'start' };

function press(value: string): StepInput {
  return { type: 'digits', value };
}

/** Every turn of a call, given its inputs at one-second intervals. */
function play(graph: FlowGraph, inputs: StepInput[], cursor: FlowCursor = startCursor(graph)): StepResult[] {
  const turns: StepResult[] = [];
  let at = cursor;
  for (const [index, input] of inputs.entries()) {
    const turn = step(graph, at, input, { nowMs: 1_000 * (index + 1) });
    turns.push(turn);
    at = turn.cursor;
  }
  return turns;
}

const menuFlow = published(
  draftOf({
    ask: {
      type: 'menu',
      config: {
        prompt: en('One, hash or star.'),
        options: [
          { key: '1', outlet: 'one' },
          { key: '#', outlet: 'hash' },
          { key: '*', outlet: 'again' },
        ],
        noInputPrompt: en('Nothing heard.'),
        noMatchPrompt: en('Not a choice.'),
        maxRetries: 1,
      },
      outlets: { one: 'one', hash: 'hash', again: 'ask', too_many: 'lost' },
    },
    one: { type: 'end_call', config: { disposition: 'one' } },
    hash: { type: 'end_call', config: { disposition: 'hash', optOut: 'all', prompt: en('Bye.') } },
    lost: { type: 'end_call', config: { disposition: 'lost' } },
  }),
).graph;

function said(turn: StepResult | undefined): string[] {
  return (turn?.instructions ?? []).flatMap((one) => {
    if (one.type === 'say') return [one.prompt.key];
    return one.type === 'gather' ? one.prompts.flatMap((p) => (p.type === 'say' ? [p.prompt.key] : [])) : [];
  });
}

describe('menu', () => {
  it('asks for one key and takes # like any other', () => {
    const [first, second] = play(menuFlow, [START, press('#')]);
    expect(first?.instructions).toMatchObject([
      { type: 'gather', numDigits: 1, finishKey: null, timeoutMs: 5_000 },
    ]);
    expect(second?.cursor).toMatchObject({ status: 'ended', disposition: 'hash' });
    expect(second?.instructions.map(({ type }) => type)).toEqual(['say', 'hangup']);
    expect(second?.effects).toEqual([
      { type: 'opt_out', scope: 'all' },
      { type: 'end', disposition: 'hash' },
    ]);
  });

  it('repeats by an option that leads to itself, with its tries forgotten', () => {
    const turns = play(menuFlow, [START, press('5'), press('*'), press('5'), press('1')]);
    expect(said(turns[1])).toEqual(['ask.no_match', 'ask.prompt']);
    expect(said(turns[2])).toEqual(['ask.prompt']);
    expect(turns[4]?.cursor.disposition).toBe('one');
    expect(turns[4]?.path[0]).toEqual({
      node: 'ask',
      visit: 2,
      input: 'digits',
      valid: true,
      ms: 1_000,
      outlet: 'one',
    });
  });

  it('has words of their own for silence and wrong keys, and leaves by too_many', () => {
    const turns = play(menuFlow, [START, { type: 'no_input' }, press('7')]);
    expect(said(turns[1])).toEqual(['ask.no_input', 'ask.prompt']);
    expect(turns[2]?.cursor.disposition).toBe('lost');
    expect(turns.flatMap(({ path }) => path).map(({ valid, outlet }) => [valid, outlet])).toEqual([
      [true, null],
      [false, null],
      [false, 'too_many'],
      [true, null],
    ]);
  });

  it('takes an input of another kind for a wrong one, and a repeated start as a wish to hear it again', () => {
    const turns = play(menuFlow, [START, START, { type: 'resume' }]);
    expect(said(turns[1])).toEqual(['ask.prompt']);
    expect(said(turns[2])).toEqual(['ask.no_match', 'ask.prompt']);
  });
});

describe('any flow', () => {
  it('leaves the given cursor as it was', () => {
    const cursor = startCursor(menuFlow);
    const before = JSON.stringify(cursor);
    step(menuFlow, cursor, START, { nowMs: 1 });
    expect(JSON.stringify(cursor)).toBe(before);
  });

  it('survives JSON: graph and cursor are plain', () => {
    const graph = JSON.parse(JSON.stringify(menuFlow)) as FlowGraph;
    const first = step(graph, startCursor(graph), START, { nowMs: 1 });
    const thawed = JSON.parse(JSON.stringify(first.cursor)) as FlowCursor;
    expect(step(graph, thawed, press('1'), { nowMs: 2 }).cursor.disposition).toBe('one');
  });

  it('hangs up on every input after its end, without effects', () => {
    const turns = play(menuFlow, [START, press('1'), press('#'), START]);
    expect(turns[2]).toMatchObject({ instructions: [{ type: 'hangup' }], effects: [], path: [], done: true });
    expect(turns[3]?.cursor.disposition).toBe('one');
  });

  it('notes where the caller hung up', () => {
    const turns = play(menuFlow, [START, { type: 'hangup' }]);
    expect(turns[1]).toMatchObject({ instructions: [], done: true, failed: null });
    expect(turns[1]?.path).toEqual([
      { node: 'ask', visit: 1, input: 'hangup', valid: false, ms: 1_000, outlet: null },
    ]);
  });

  it('keeps a path of at most 500 entries', () => {
    const entry = { node: 'a', visit: 1, input: null, valid: true, ms: 0, outlet: null };
    expect(
      appendPath(
        Array.from({ length: 499 }, () => entry),
        [entry, entry],
      ),
    ).toHaveLength(500);
  });

  it('takes the language of the contact only where the flow declares it', () => {
    expect(startCursor(menuFlow, { language: 'cs' }).language).toBe('en');
    expect(startCursor({ ...menuFlow, languages: ['en', 'cs'] }, { language: 'cs' }).language).toBe('cs');
  });
});

describe('a call that cannot go on', () => {
  const loop: FlowGraph = {
    ...menuFlow,
    entry: 'a',
    nodes: {
      a: { type: 'play_message', config: { prompt: 'a.prompt', bargeIn: false }, outlets: { next: 'a' } },
    },
  };

  it('apologises in its language and hangs up when a turn walks too far', () => {
    const turn = step(loop, { ...startCursor(loop), language: 'cs' }, START, { nowMs: 1 });
    expect(turn.failed).toMatchObject({ code: 'ivr_flow.turn_limit', nodeId: 'a' });
    expect(turn.instructions).toEqual([
      { type: 'say', prompt: { key: 'system.apology', variables: {} }, language: 'cs' },
      { type: 'hangup' },
    ]);
    expect(turn.path).toHaveLength(500);
    expect(turn.done).toBe(true);
  });

  it('fails with a code when the whole call takes too many steps', () => {
    const turn = step(menuFlow, { ...startCursor(menuFlow), steps: 5_000 }, START, { nowMs: 1 });
    expect(turn.failed?.code).toBe('ivr_flow.step_limit');
  });

  it.each(['nowhere', 'constructor', '__proto__'])(
    'fails with a code when a node is not there: %s',
    (entry) => {
      const turn = step({ ...menuFlow, entry }, startCursor(menuFlow), START, { nowMs: 1 });
      expect(turn.failed).toMatchObject({ code: 'ivr_flow.bad_graph', nodeId: entry });
    },
  );
});
