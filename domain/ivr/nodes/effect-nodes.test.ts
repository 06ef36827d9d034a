import { describe, expect, it } from '@jest/globals';
import type { StepInput } from '../../../contracts/call-instructions.ts';
import type { IvrFlowDraft } from '../../../contracts/ivr-flow.schema.ts';
import type { StepResult } from '../cursor.types.ts';
import { FLOW_CAPABILITIES } from '../capabilities.ts';
import { draftOf, en, faultsOf, published } from '../flow-draft.fixture.ts';
import { startCursor, step } from '../step.ts';

type Nodes = IvrFlowDraft['nodes'];

const options = { capabilities: FLOW_CAPABILITIES };
const facts = { nowMs: 1_000_000 };

/** An end whose disposition is its own name. */
function ends(...names: string[]): Nodes {
  return Object.fromEntries(
    names.map((name) => [name, { type: 'end_call', config: { disposition: name } }]),
  ) as Nodes;
}

/** The turns of a call through one node and ends named after its outlets. */
function play(
  node: object,
  names: string[],
  inputs: StepInput[],
  rest: Partial<IvrFlowDraft> = {},
  splitKey = '',
): StepResult[] {
  const outlets = Object.fromEntries(names.map((name) => [name, name]));
  const notice = {
    type: 'disclosure',
    config: { kind: 'recording', prompt: en('Recorded.') },
    outlets: { next: 'it' },
  };
  const nodes = { notice, it: { ...node, outlets }, ...ends(...names) } as unknown as Nodes;
  const { graph } = published(draftOf(nodes, { variables: { x: { default: '' } }, ...rest }), options);
  let cursor = startCursor(graph, { splitKey, variables: { 'contact.firstName': 'Ada' } });
  return [{ type: 'start' } as const, ...inputs].map((input) => {
    const turn = step(graph, cursor, input, facts);
    cursor = turn.cursor;
    return turn;
  });
}

function press(value: string): StepInput {
  return { type: 'digits', value };
}

describe('transfer', () => {
  const node = { type: 'transfer', config: { to: '+12125550123', ringTimeoutMs: 15_000 } };
  const outlets = ['answered', 'busy', 'no_answer', 'failed'] as const;

  it.each(outlets)('leaves by %s', (result) => {
    const turns = play(node, [...outlets], [{ type: 'dial_result', result, durationMs: 0 }]);
    expect(turns[0]?.instructions.at(-1)).toMatchObject({
      type: 'dial',
      to: '+12125550123',
      ringTimeoutMs: 15_000,
    });
    expect(turns[1]?.cursor.disposition).toBe(result);
  });

  it.each(['busy', 'no_answer', 'failed'] as const)('is over for who hangs up meanwhile (%s)', (result) => {
    const gone: StepInput = { type: 'dial_result', result, durationMs: 0, hungUp: true };
    const [, turn] = play(node, [...outlets], [gone]);
    expect(turn).toMatchObject({
      done: true,
      instructions: [],
      path: [{ node: 'it', input: 'hangup', outlet: null }],
    });
  });

  it('has done its work for who hangs up in the talk', () => {
    const talked: StepInput = { type: 'dial_result', result: 'answered', durationMs: 9_000, hungUp: true };
    expect(play(node, [...outlets], [talked])[1]?.cursor.disposition).toBe('answered');
  });

  it('takes anything else that comes back for a failure', () => {
    expect(play(node, [...outlets], [press('1')])[1]?.cursor.disposition).toBe('failed');
  });
});

describe('voicemail', () => {
  const node = { type: 'voicemail', config: { prompt: en('Speak after the tone.') } };
  const recorded = { type: 'recorded', recordingId: 'RE1', durationMs: 3_000, hungUp: false } as const;
  const effect = { type: 'voicemail', effectId: 'it:1', nodeId: 'it', recordingId: 'RE1', durationMs: 3_000 };

  it('keeps what was recorded, and ends the flow when the caller hung up with it', () => {
    const [, kept] = play(node, ['recorded', 'empty'], [recorded]);
    expect(kept?.cursor.disposition).toBe('recorded');
    expect(kept?.effects[0]).toEqual(effect);
    const [, hungUp] = play(node, ['recorded', 'empty'], [{ ...recorded, hungUp: true }]);
    expect(hungUp).toMatchObject({
      done: true,
      effects: [effect],
      path: [{ outlet: 'recorded', valid: true }],
    });
    expect(hungUp?.cursor.disposition).toBe('left_message');
  });

  it('is empty after silence', () => {
    expect(play(node, ['recorded', 'empty'], [{ type: 'no_input' }])[1]?.cursor.disposition).toBe('empty');
  });

  it('cannot be published where a way leads to it without the notice', () => {
    const nodes = {
      ask: {
        type: 'menu',
        config: {
          prompt: en('?'),
          options: [
            { key: '1', outlet: 'told' },
            { key: '2', outlet: 'not_told' },
          ],
        },
        outlets: { told: 'notice', not_told: 'box', too_many: 'z' },
      },
      notice: {
        type: 'disclosure',
        config: { kind: 'recording', prompt: en('Recorded.') },
        outlets: { next: 'box' },
      },
      box: { ...node, outlets: { recorded: 'z', empty: 'z' } },
      z: { type: 'end_call', config: {} },
    } as Nodes;
    expect(faultsOf(draftOf(nodes), options)).toEqual(['ivr_flow.missing_notice /nodes/box']);
    const told = {
      ...nodes,
      ask: { ...nodes.ask, outlets: { told: 'notice', not_told: 'notice', too_many: 'z' } },
    } as Nodes;
    expect(faultsOf(draftOf(told), options)).toEqual([]);
    const other = {
      ...told,
      notice: { ...nodes.notice, config: { kind: 'ai', prompt: en('A machine.') } },
    } as Nodes;
    expect(faultsOf(draftOf(other), options)).toEqual(['ivr_flow.missing_notice /nodes/box']);
  });
});

describe('webhook', () => {
  const config = {
    url: 'https://shop.example/order',
    body: { who: 'contact.firstName' },
    response: { x: '/status' },
  };
  const names = ['success', 'failure', 'timeout'];
  const result = (more: object) =>
    ({
      type: 'effect_result',
      effectId: 'it:1',
      result: 'success',
      values: { x: 'sent' },
      ...more,
    }) as StepInput;

  it('keeps nothing of an earlier answer that a later one lacks', () => {
    const nodes = {
      it: { type: 'webhook', config: { ...config, response: { x: '/status', day: '/day' } } },
      more: {
        type: 'menu',
        config: { prompt: en('?'), options: [{ key: '1', outlet: 'again' }] },
        outlets: { again: 'it', too_many: 'z' },
      },
      z: { type: 'end_call', config: {} },
    };
    const outlets = { success: 'more', failure: 'more', timeout: 'more' };
    const draft = draftOf({ ...nodes, it: { ...nodes.it, outlets } } as Nodes, {
      variables: { x: { default: 'unknown' }, day: { default: 7 } },
    });
    const { graph } = published(draft, options);
    const after = (...inputs: StepInput[]) =>
      inputs.reduce(
        ({ cursor }, input) => step(graph, cursor, input, facts),
        step(graph, startCursor(graph), { type: 'start' }, facts),
      ).cursor.variables;
    const first = result({ values: { x: 'sent', day: 3 } });
    expect(after(first)).toMatchObject({ x: 'sent', day: 3 });
    const second = { effectId: 'it:2', values: { x: 'lost' } };
    expect(after(first, press('1'), result(second))).toMatchObject({ x: 'lost', day: 7 });
    const failed = { ...second, result: 'failure' };
    expect(after(first, press('1'), result(failed))).toMatchObject({ x: 'sent', day: 3 });
  });

  it('orders the request with the values of its references and holds the caller', () => {
    const [first] = play({ type: 'webhook', config }, names, []);
    expect(first?.effects.at(-1)).toEqual({
      type: 'webhook',
      effectId: 'it:1',
      nodeId: 'it',
      url: 'https://shop.example/order',
      body: { who: 'Ada' },
      response: { x: '/status' },
      timeoutMs: 5_000,
    });
    expect(first?.instructions.slice(-2)).toEqual([
      { type: 'pause', durationMs: 2_000 },
      { type: 'redirect' },
    ]);
  });

  it('keeps of a success only what it asked for, and nothing of a failure', () => {
    const [, good] = play({ type: 'webhook', config }, names, [
      result({ values: { x: 'y'.repeat(900), language: 'cs' } }),
    ]);
    expect(good?.cursor.disposition).toBe('success');
    expect(good?.cursor.variables).toEqual({ x: 'y'.repeat(500), 'contact.firstName': 'Ada' });
    const [, bad] = play({ type: 'webhook', config }, names, [result({ result: 'failure' })]);
    expect(bad?.cursor).toMatchObject({ disposition: 'failure', variables: { x: '' } });
  });

  it('does not take the result of another request, and holds at most seven times', () => {
    const waits = Array.from({ length: 7 }, (): StepInput => ({ type: 'resume' }));
    const turns = play({ type: 'webhook', config }, names, [result({ effectId: 'it:2' }), ...waits]);
    expect(turns.filter(({ instructions }) => instructions.at(-1)?.type === 'redirect')).toHaveLength(7);
    expect(turns[7]?.cursor.disposition).toBe('timeout');
  });

  it('is refused with credentials in its address or an unsafe one', () => {
    const draftWith = (url: string) =>
      draftOf({
        it: { type: 'webhook', config: { url }, outlets: { success: 'z', failure: 'z', timeout: 'z' } },
        z: { type: 'end_call', config: {} },
      });
    const faults = ['https://user:pass@shop.example/', 'http://shop.example/', 'file:///etc/hosts'].map(
      (url) => faultsOf(draftWith(url), options),
    );
    expect(faults).toEqual(Array.from({ length: 3 }, () => ['ivr_flow.bad_value /nodes/it/config/url']));
  });
});

describe('callback_offer', () => {
  const config = {
    prompt: en('Press 1 to be called back.'),
    timePrompt: en('1 in an hour, 2 tomorrow.'),
    times: [
      { key: '1', afterMinutes: 60 },
      { key: '2', afterMinutes: 1_440 },
    ],
    maxRetries: 1,
  };
  const node = { type: 'callback_offer', config: { ...config, numberPrompt: en('Your number, then #.') } };
  const names = ['accepted', 'declined'];
  const silence: StepInput = { type: 'no_input' };

  it('agrees on a time and a number', () => {
    const turns = play(node, names, [press('1'), press('2'), press('2125550123')]);
    const due = facts.nowMs + 1_440 * 60_000;
    expect(turns[2]?.instructions).toMatchObject([{ type: 'gather', numDigits: null, finishKey: '#' }]);
    expect(turns[3]?.effects[0]).toEqual({
      type: 'callback',
      effectId: 'it:1',
      nodeId: 'it',
      number: '2125550123',
      dueAtMs: due,
    });
    expect(turns[3]?.cursor).toMatchObject({ disposition: 'accepted', memo: {} });
  });

  it('takes the number of this call when none is typed or asked for', () => {
    const asked = play(node, names, [press('1'), press('1'), silence]);
    expect(asked.at(-1)?.effects[0]).toMatchObject({ type: 'callback', number: null });
    const plain = play({ type: 'callback_offer', config }, names, [press('1'), press('1')]);
    expect(plain.at(-1)?.effects[0]).toMatchObject({ number: null, dueAtMs: facts.nowMs + 3_600_000 });
  });

  it('asks the same question again after a wrong key, and takes silence for no', () => {
    const turns = play(node, names, [press('1'), press('7'), press('1'), press('55')]);
    expect(turns[2]?.instructions).toMatchObject([{ prompts: [{ prompt: { key: 'it.time' } }] }]);
    expect(turns[4]?.instructions).toMatchObject([{ prompts: [{ prompt: { key: 'it.number' } }] }]);
    expect(play(node, names, [press('3')]).at(-1)?.cursor.disposition).toBe('declined');
    expect(play(node, names, [silence, silence]).at(-1)?.cursor.disposition).toBe('declined');
  });
});

describe('ab_split', () => {
  const node = {
    type: 'ab_split',
    config: {
      arms: [
        { outlet: 'a', weight: 30 },
        { outlet: 'b', weight: 70 },
      ],
    },
  };

  it('takes the same arm for the same person, and arms by weight over many', () => {
    const arms = Array.from(
      { length: 4_000 },
      (_, at) => play(node, ['a', 'b'], [], {}, `person-${at}`)[0]?.cursor.disposition,
    );
    const share = arms.filter((arm) => arm === 'a').length / arms.length;
    expect(Math.abs(share - 0.3)).toBeLessThan(0.03);
    expect(play(node, ['a', 'b'], [], {}, 'person-7')[0]?.cursor.disposition).toBe(arms[7]);
  });
});
