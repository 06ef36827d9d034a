import { describe, expect, it } from '@jest/globals';
import { FLOW_CAPABILITIES } from './capabilities.ts';
import { faultsOf, published } from './flow-draft.fixture.ts';
import { importStudioFlow, type StudioImport } from './import-studio.ts';
import { runTest } from './test-run.ts';

const options = { capabilities: FLOW_CAPABILITIES };
const script = { name: 'x', openCalendars: [], splitKey: '', expect: {}, variables: {} };

function widget(name: string, type: string, properties: object, ...transitions: object[]) {
  return { name, type, properties, transitions };
}

function pressed(value: string, next: string, gather = 'main-menu', type = 'equal_to') {
  const conditions = [{ friendly_name: 'x', arguments: [`{{widgets.${gather}.Digits}}`], type, value }];
  return { event: 'match', next, conditions };
}

function studio(...states: object[]) {
  const trigger = widget(
    'Trigger',
    'trigger',
    {},
    { event: 'incomingMessage' },
    { event: 'incomingCall', next: 'hello' },
  );
  return { description: 'Shop', initial_state: 'Trigger', states: [trigger, ...states] };
}

function imported(definition: object): Extract<StudioImport, { ok: true }> {
  const result = importStudioFlow(definition, 'en');
  if (!result.ok) throw new Error(result.message);
  return result;
}

const shop = studio(
  widget(
    'hello',
    'say-play',
    { say: 'Welcome, {{flow.data.name}}.', loop: 1 },
    { event: 'audioComplete', next: 'main-menu' },
  ),
  widget(
    'main-menu',
    'gather-input-on-call',
    { say: 'Sales 1, account 2, message 3.', number_of_digits: 1, timeout: 6 },
    { event: 'keypress', next: 'which key' },
    { event: 'speech' },
    { event: 'timeout', next: 'main-menu' },
  ),
  widget(
    'which key',
    'split-based-on',
    { input: '{{widgets.main-menu.Digits}}' },
    { event: 'noMatch', next: 'main-menu' },
    pressed('1', 'sales'),
    pressed('2', 'account'),
    pressed('3', 'message'),
  ),
  widget(
    'sales',
    'connect-call-to',
    { noun: 'number', to: '+1 212 555 0123' },
    { event: 'callCompleted' },
    { event: 'hangup' },
  ),
  widget(
    'account',
    'gather-input-on-call',
    { say: 'Your number.', number_of_digits: 4 },
    { event: 'keypress', next: 'vip' },
  ),
  widget(
    'vip',
    'split-based-on',
    {},
    { event: 'noMatch', next: 'bye' },
    pressed('1234,9999', 'gold', 'account', 'matches_any_of'),
  ),
  widget(
    'gold',
    'say-play',
    { say: 'Gold: {{widgets.account.Digits}}.' },
    { event: 'audioComplete', next: 'bye' },
  ),
  widget(
    'message',
    'record-voicemail',
    { max_length: 60 },
    { event: 'recordingComplete' },
    { event: 'noAudio', next: 'bye' },
  ),
  widget('bye', 'send-message', { body: 'Bye.' }, { event: 'sent' }),
  widget('loose', 'say-play', { say: 'Nobody comes here.' }),
);

describe('a Studio flow', () => {
  const { draft, notes } = imported(shop);

  it('becomes a draft whose gather and split on a key are one menu', () => {
    expect(Object.keys(draft.nodes).toSorted()).toEqual(
      ['account', 'bye', 'end_of_flow', 'gold', 'hello', 'main-menu', 'message', 'sales', 'vip'].toSorted(),
    );
    expect(draft.nodes['main-menu']).toMatchObject({
      type: 'menu',
      config: { timeoutMs: 6_000 },
      outlets: { key_1: 'sales', key_2: 'account', key_3: 'message', too_many: 'end_of_flow' },
    });
  });

  it('says what was not taken over', () => {
    expect(notes.map(({ widget: name, message }) => `${name}: ${message}`)).toEqual([
      expect.stringContaining('sales: Studio has one way on'),
      expect.stringContaining('message: A recording needs a notice'),
      'bye: It has no counterpart; the call ends here.',
    ]);
  });

  it('compiles but for what the notes ask for, and then runs', () => {
    expect(faultsOf(draft, options)).toEqual(['ivr_flow.missing_notice /nodes/message']);
    const notice = {
      type: 'disclosure' as const,
      config: { kind: 'recording' as const, prompt: { en: 'Recorded.' } },
      outlets: { next: 'hello' },
    };
    const flow = published({ ...draft, entry: 'notice', nodes: { ...draft.nodes, notice } }, options);
    const run = runTest(flow, {
      ...script,
      variables: { 'contact.attributes.name': 'Ada' },
      inputs: [{ keys: '2' }, { keys: '9999' }],
    });
    expect(run.transcript.map(({ text }) => text)).toEqual([
      'Recorded.',
      'Welcome, Ada.',
      'Sales 1, account 2, message 3.',
      '[keys 2]',
      'Your number.',
      '[keys 9999]',
      'Gold: 9999.',
    ]);
    expect(run.ended).toBe('completed');
  });
});

describe('set-variables', () => {
  it('becomes one node for each variable, in their order', () => {
    const variables = [
      { key: 'Tier', value: 'gold' },
      { key: 'line', value: 'You are {{flow.variables.Tier}}.' },
    ];
    const { draft, notes } = imported(
      studio(
        widget('hello', 'set-variables', { variables }, { event: 'next', next: 'say' }),
        widget('say', 'say-play', { say: '{{flow.variables.line}}' }, { event: 'audioComplete' }),
      ),
    );
    const run = runTest(published(draft), { ...script, inputs: [] });
    expect(run.transcript.map(({ text }) => text)).toEqual(['You are gold.']);
    expect(notes).toEqual([]);
  });
});

describe('what Studio has and we have not', () => {
  it.each([
    [
      'a condition that only Studio has',
      widget(
        'hello',
        'split-based-on',
        {},
        { event: 'noMatch' },
        pressed('1', 'hello', 'x', 'is_before_date'),
      ),
      'left out',
    ],
    [
      'a call to a computed number',
      widget('hello', 'connect-call-to', { to: '{{flow.data.to}}' }),
      'settings have no counterpart',
    ],
    [
      'a request to an http address',
      widget('hello', 'make-http-request', { url: 'http://x.example' }),
      'settings have no counterpart',
    ],
    [
      'what the trigger knows',
      widget('hello', 'say-play', { say: '{{trigger.call.From}}' }),
      'no counterpart of trigger.call.From',
    ],
    ['a function', widget('hello', 'run-function', {}), 'has no counterpart'],
  ])('is noted: %s', (_what, state, words) => {
    expect(imported(studio(state)).notes[0]?.message).toContain(words);
  });

  it.each([['text'], [{}], [{ states: [] }], [{ states: [{ name: 'x', type: 'say-play' }] }], [null]])(
    'is refused when it is no flow with a call: %j',
    (definition) => {
      expect(importStudioFlow(definition, 'en').ok).toBe(false);
    },
  );
});
