import { describe, expect, it } from '@jest/globals';
import type { IvrFlowDraft } from '../../../contracts/ivr-flow.schema.ts';
import { FLOW_CAPABILITIES } from '../capabilities.ts';
import { faultsOf, published } from '../flow-draft.fixture.ts';
import { importStudioFlow } from '../import-studio.ts';
import { runTest } from '../test-run.ts';

interface Transition {
  event: string;
  next?: string;
}

function widget(name: string, type: string, properties: object, ...transitions: Transition[]) {
  return { name, type, properties, transitions };
}

/** The import of widgets of which the first takes the call, and its notes as texts. */
function imported(...states: ReturnType<typeof widget>[]): { draft: IvrFlowDraft; notes: string[] } {
  const trigger = widget('Trigger', 'trigger', {}, { event: 'incomingCall', next: states[0]?.name ?? '' });
  const result = importStudioFlow({ initial_state: 'Trigger', states: [trigger, ...states] }, 'en');
  if (!result.ok) throw new Error(result.message);
  return { draft: result.draft, notes: result.notes.map(({ message }) => message) };
}

function heard(draft: IvrFlowDraft, inputs: object[]): string[] {
  const run = runTest(published(draft, { capabilities: FLOW_CAPABILITIES }), {
    name: 'x',
    variables: {},
    openCalendars: [],
    splitKey: '',
    expect: {},
    inputs: inputs as never,
  });
  return run.transcript.flatMap(({ who, text }) => (who === 'flow' ? [text] : []));
}

const set = (...pairs: [string, string][]) => ({ variables: pairs.map(([key, value]) => ({ key, value })) });
const says = (say: string) => widget('say', 'say-play', { say });

describe('variables of Studio', () => {
  it('stay apart where forty characters or our letters would make them one', () => {
    const long = 'a_variable_that_has_a_very_long_name_in_it';
    const { draft } = imported(
      widget('set', 'set-variables', set([`${long}_a`, 'one'], [`${long}_b`, 'two']), {
        event: 'next',
        next: 'say',
      }),
      says(`{{flow.variables.${long}_a}} {{flow.variables.${long}_b}}`),
    );
    expect(faultsOf(draft)).toEqual([]);
    expect(heard(draft, [])).toEqual(['one two']);
  });

  it('stay apart where two gathers are called alike', () => {
    const ask = (name: string, next: string) =>
      widget(name, 'gather-input-on-call', { say: `${name}?` }, { event: 'keypress', next });
    const { draft } = imported(
      ask('gather-1', 'gather_1'),
      ask('gather_1', 'say'),
      says('{{widgets.gather-1.Digits}} and {{widgets.gather_1.Digits}}'),
    );
    expect(heard(draft, [{ keys: '12' }, { keys: '34' }]).at(-1)).toBe('12 and 34');
  });

  it.each(['contact', 'empty', 'contains'])('called %s get another name, with a note', (reserved) => {
    const { draft, notes } = imported(
      widget('set', 'set-variables', set([reserved, 'Ada']), { event: 'next', next: 'say' }),
      says(`{{flow.variables.${reserved}}}`),
    );
    expect(heard(draft, [])).toEqual(['Ada']);
    expect(notes).toEqual([
      expect.stringContaining(`flow.variables.${reserved} is called ${reserved}_2 here`),
    ]);
  });
});

describe('settings of Studio', () => {
  const dial = (properties: object) =>
    imported(widget('dial', 'connect-call-to', { to: '+12125550123', ...properties }));

  it('of calls are taken over, or noted', () => {
    const kept = dial({ timeout: 25, caller_id: '+1 212 555 0100' });
    expect(kept.draft.nodes.dial?.config).toEqual({
      to: '+12125550123',
      ringTimeoutMs: 25_000,
      callerId: '+12125550100',
    });
    expect(kept.notes).toHaveLength(1);
    expect(dial({ caller_id: '{{contact.channel.address}}' }).notes).toHaveLength(1);
    const changed = dial({ timeout: 90, caller_id: '{{flow.data.from}}', record: true });
    expect(changed.draft.nodes.dial?.config).toEqual({ to: '+12125550123', ringTimeoutMs: 60_000 });
    expect(changed.notes.slice(0, 3)).toEqual([
      'The setting timeout is 60 s here, not 90 s.',
      'The setting caller_id is not taken over: {{flow.data.from}}.',
      'The call is not recorded.',
    ]);
  });

  it('of recordings are taken over, or noted', () => {
    const { draft, notes } = imported(
      widget('box', 'record-voicemail', {
        max_length: 3600,
        timeout: 8,
        finish_on_key: '1',
        play_beep: 'false',
      }),
    );
    expect(draft.nodes.box?.config).toMatchObject({ maxLengthMs: 600_000, silenceMs: 8_000, finishKey: '#' });
    expect(notes.slice(1)).toEqual([
      'A tone is heard before the recording.',
      'The setting max_length is 600 s here, not 3600 s.',
      'The key that ends it is # here, not 1.',
    ]);
  });

  it('of gathers are taken over, or noted', () => {
    const { notes } = imported(
      widget('ask', 'gather-input-on-call', { timeout: 99, number_of_digits: 40, finish_on_key: '5' }),
    );
    expect(notes).toHaveLength(3);
  });
});

describe('a silence that leads nowhere', () => {
  const ask = (...more: Transition[]) =>
    imported(
      widget(
        'ask',
        'gather-input-on-call',
        { say: 'Your code?' },
        { event: 'keypress', next: 'ask' },
        ...more,
      ),
    ).draft;

  it.each([[ask()], [ask({ event: 'timeout' })]])('ends the call, as at Twilio', (draft) => {
    expect(heard(draft, [{ silence: true }])).toEqual(['Your code?']);
  });

  it('asks again where it leads back', () => {
    expect(heard(ask({ event: 'timeout', next: 'ask' }), [{ silence: true }])).toHaveLength(2);
  });
});
