import { describe, expect, it } from '@jest/globals';
import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { compileFlow } from './compile.ts';
import { draftOf, en, faultsOf, published } from './flow-draft.fixture.ts';
import { ivrCaseSchema } from '../../contracts/ivr-suite.schema.ts';
import { runTest } from './test-run.ts';
import { runCase, visitedNodes } from './test-suite.ts';

type Nodes = IvrFlowDraft['nodes'];

/** Asks for a PIN; leaves by `right` or `wrong`, or ends the call. */
const pin = draftOf(
  {
    ask: {
      type: 'gather_input',
      config: {
        prompt: en('PIN, {{ contact.firstName }}?'),
        variable: 'pin',
        pattern: 'digits',
        maxRetries: 0,
      },
      outlets: { valid: 'check', too_many: 'wrong' },
    },
    check: {
      type: 'conditional',
      config: { condition: { variable: 'pin', operator: 'equals', value: '7' } },
      outlets: { true: 'right', false: 'over' },
    },
    right: { type: 'end_call', config: { exit: 'right', prompt: en('Right.') } },
    wrong: { type: 'end_call', config: { exit: 'wrong' } },
    over: { type: 'end_call', config: { disposition: 'refused' } },
  },
  { id: 'pin', variables: { pin: { default: '' } } },
);

function around(
  inner: object = { flowId: 'pin' },
  outlets: object = { right: 'good', wrong: 'bad' },
): IvrFlowDraft {
  const nodes = {
    login: { type: 'subflow', config: inner, outlets },
    good: { type: 'end_call', config: { disposition: 'good', prompt: en('In.') } },
    bad: { type: 'end_call', config: { disposition: 'bad' } },
  } as Nodes;
  return draftOf(nodes, { id: 'outer' });
}

const subflows = { pin };

describe('a flow inside another', () => {
  const flow = published(around(), { subflows });
  const script = {
    name: 'x',
    openCalendars: [],
    splitKey: '',
    expect: {},
    variables: { 'contact.firstName': 'Ada' },
  };

  it('is walked in the place of its node, and left by its exits', () => {
    const run = runTest(flow, { ...script, inputs: [{ keys: '7' }] });
    expect(visitedNodes(run.path)).toEqual(['login', 'login/ask', 'login/check', 'login/right', 'good']);
    expect(run.transcript.map(({ text }) => text)).toEqual(['PIN, Ada?', '[keys 7]', 'Right.', 'In.']);
    expect(run).toMatchObject({ disposition: 'good', variables: { pin: '7' } });
    expect(runTest(flow, { ...script, inputs: [{ silence: true }] }).disposition).toBe('bad');
  });

  it('is on the path that a case expects', () => {
    const misses = (path: string[]) =>
      runCase(flow, ivrCaseSchema.parse({ name: 'x', inputs: [{ keys: '7' }], expect: { path } })).misses;
    expect(misses(['login', 'login/ask', 'login/check', 'login/right', 'good'])).toEqual([]);
    expect(misses(['login', 'good'])).toHaveLength(1);
    for (const wrong of ['login/', '/ask', 'login//ask'])
      expect(ivrCaseSchema.safeParse({ name: 'x', expect: { path: [wrong] } }).success).toBe(false);
  });

  it('ends the call where it ends it by itself', () => {
    expect(runTest(flow, { ...script, inputs: [{ keys: '8' }] }).disposition).toBe('refused');
  });

  it('can itself hold another, whose exits it uses up', () => {
    const middle = {
      ...around(),
      id: 'middle',
      nodes: { ...around().nodes, good: { type: 'end_call', config: { exit: 'in' } } },
    };
    const top = draftOf(
      {
        door: { type: 'subflow', config: { flowId: 'middle' }, outlets: { in: 'z' } },
        z: { type: 'end_call', config: { disposition: 'inside' } },
      },
      { id: 'top' },
    );
    const run = runTest(published(top, { subflows: { pin, middle } }), {
      ...script,
      inputs: [{ keys: '7' }],
    });
    expect(run.disposition).toBe('inside');
    expect(visitedNodes(run.path)).toContain('door/login/check');
  });

  it('brings along what it reads, and is unchanged by later drafts', () => {
    expect(flow.reads).toEqual(['contact.firstName']);
    expect(flow.prompts['login/ask.prompt']).toEqual(en('PIN, {{ contact.firstName }}?'));
  });
});

describe('a flow that cannot stand inside another', () => {
  const pointer = '/nodes/login/config/flowId';

  it('is unknown, or speaks other languages, or has faults of its own', () => {
    expect(faultsOf(around())).toContain(`ivr_flow.unknown_subflow ${pointer}`);
    const other = {
      ...pin,
      languages: ['cs'],
      defaultLanguage: 'cs',
      nodes: { z: { type: 'end_call', config: {} } },
      entry: 'z',
    };
    expect(faultsOf(around(), { subflows: { pin: other } })).toContain(`ivr_flow.bad_subflow ${pointer}`);
    expect(faultsOf(around(), { subflows: { pin: { ...pin, entry: 'gone' } } })).toContain(
      `ivr_flow.bad_subflow ${pointer}`,
    );
  });

  it('is told of once, however deep the fault lies', () => {
    const middle = {
      ...around(),
      id: 'middle',
      nodes: { ...around().nodes, good: { type: 'end_call', config: { exit: 'in' } } },
    };
    const top = draftOf({
      door: { type: 'subflow', config: { flowId: 'middle' }, outlets: { in: 'z' } },
      z: { type: 'end_call', config: {} },
    });
    const compiled = compileFlow(top, { subflows: { middle, pin: { ...pin, entry: 'gone' } } });
    const messages = compiled.ok ? [] : compiled.faults.map(({ message }) => message);
    expect(messages).toContain('The other flow has faults, first: There is no node "gone" to begin with.');
  });

  it('comes back to itself, at once or by way of others', () => {
    const own = { ...around({ flowId: 'outer' }) };
    expect(faultsOf(own, { subflows: { outer: own } })).toContain(`ivr_flow.subflow_cycle ${pointer}`);
    const a = { ...around({ flowId: 'b' }), id: 'a' };
    const b = { ...around({ flowId: 'a' }), id: 'b' };
    expect(faultsOf(a, { subflows: { a, b } })).toContain(`ivr_flow.subflow_cycle ${pointer}`);
  });

  it('comes back to itself under ids that its documents do not name', () => {
    const [a, b] = [around({ flowId: 'key-b' }), around({ flowId: 'key-a' })];
    const subflows = { 'key-a': a, 'key-b': b };
    expect(faultsOf(a, { flowId: 'key-a', subflows })).toContain(`ivr_flow.subflow_cycle ${pointer}`);
    expect(faultsOf(a, { subflows })).toContain(`ivr_flow.subflow_cycle ${pointer}`);
  });

  it('lies more than ten flows deep', () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, at) => [
          `f${at}`,
          at === length - 1 ? pin : { ...around({ flowId: `f${at + 1}` }), nodes: deeper(at + 1) },
        ]),
      );
    const deeper = (at: number) => ({
      login: { type: 'subflow', config: { flowId: `f${at}` }, outlets: { right: 'right', wrong: 'wrong' } },
      right: { type: 'end_call', config: { exit: 'right' } },
      wrong: { type: 'end_call', config: { exit: 'wrong' } },
    });
    const outer = around({ flowId: 'f0' });
    expect(faultsOf(outer, { flowId: 'outer', subflows: chain(10) })).toEqual([]);
    expect(faultsOf(outer, { flowId: 'outer', subflows: chain(11) })).toContain(
      `ivr_flow.bad_subflow ${pointer}`,
    );
  });

  it('keeps business hours that the outer flow does not', () => {
    const office = { zone: 'Europe/Prague', weekly: [] };
    const options = { subflows: { pin: { ...pin, calendars: { office } } } };
    expect(faultsOf(around(), options)).toContain(`ivr_flow.bad_subflow ${pointer}`);
    expect(faultsOf({ ...around(), calendars: { office } }, options)).toEqual([]);
  });

  it('has exits that are not wired, or fewer than are', () => {
    expect(faultsOf(around({ flowId: 'pin' }, { right: 'good', third: 'bad' }), { subflows })).toEqual([
      'ivr_flow.unknown_outlet /nodes/login/outlets/third',
      'ivr_flow.missing_outlet /nodes/login/outlets/wrong',
    ]);
  });

  it('would go round for ever', () => {
    const draft = draftOf(
      {
        login: { type: 'subflow', config: { flowId: 'pin' }, outlets: { right: 'z', wrong: 'login' } },
        z: { type: 'end_call', config: {} },
      },
      { id: 'outer' },
    );
    expect(faultsOf(draft, { subflows })).toEqual(['ivr_flow.unbounded_loop /nodes/login/outlets/wrong']);
  });
});
