import { describe, expect, it } from '@jest/globals';
import type { Scalar, StepInput } from '../../../contracts/call-instructions.ts';
import type { ConditionDraft } from '../../../contracts/ivr-nodes/condition.schema.ts';
import type { StepResult } from '../cursor.types.ts';
import { draftOf, en, published } from '../flow-draft.fixture.ts';
import type { FlowGraph } from '../graph.types.ts';
import { startCursor, step } from '../step.ts';

const facts = { nowMs: 1 };

function run(graph: FlowGraph, inputs: StepInput[], variables: Record<string, Scalar> = {}): StepResult {
  let last = step(graph, startCursor(graph, { variables }), { type: 'start' }, facts);
  for (const input of inputs) last = step(graph, last.cursor, input, facts);
  return last;
}

const yes = { type: 'end_call' as const, config: { disposition: 'yes' } };
const no = { type: 'end_call' as const, config: { disposition: 'no' } };

describe('conditional', () => {
  function decides(
    condition: ConditionDraft,
    variables: Record<string, Scalar>,
    openCalendars: string[] = [],
  ) {
    const draft = draftOf(
      {
        when: { type: 'conditional', config: { condition }, outlets: { true: 'yes', false: 'no' } },
        yes,
        no,
      },
      { variables: { x: { default: '' } }, calendars: { office: { zone: 'Europe/Prague', weekly: [] } } },
    );
    const { graph } = published(draft, { capabilities: ['calendars'] });
    const turn = step(
      graph,
      startCursor(graph, { variables }),
      { type: 'start' },
      { nowMs: 1, openCalendars },
    );
    return turn.cursor.disposition === 'yes';
  }

  it.each<[string, Scalar, Scalar | Scalar[], boolean]>([
    ['equals', 'a', 'a', true],
    ['equals', 7, '7', true],
    ['equals', 'A', 'a', false],
    ['not_equals', 'a', 'b', true],
    ['contains', 'praha 5', 'aha', true],
    ['starts_with', '+42012', '+420', true],
    ['ends_with', 'abc', 'bc', true],
    ['greater_than', '10', 9, true],
    ['greater_than', '9', '10', false],
    ['greater_than', 'ten', 9, false],
    ['less_than', '', 9, false],
    ['less_than', 2, 9, true],
    ['in_list', 'b', ['a', 'b'], true],
    ['not_in_list', 'b', ['a', 'b'], false],
    ['equals', '10.00', 10, true],
    ['equals', '10.00', '10', false],
    ['equals', 0.30000000000000004, 0.3, false],
    ['equals', 'ten', 10, false],
    ['equals', '', 0, false],
    ['equals', true, 1, false],
    ['not_equals', '10.00', 10, false],
    ['not_equals', 'ten', 10, true],
    ['in_list', '7.50', [5, 7.5], true],
    ['in_list', 'seven', [5, 'seven'], true],
    ['not_in_list', '5.00', [5, 7.5], false],
    ['not_in_list', 'none', [5, 7.5], true],
  ])('%s of %j and %j is %s', (operator, left, value, expected) => {
    expect(decides({ variable: 'x', operator, value } as ConditionDraft, { x: left })).toBe(expected);
  });

  it('groups with all, any and not, and asks for open calendars', () => {
    const is = (value: string): ConditionDraft => ({ variable: 'x', operator: 'equals', value });
    expect(decides({ all: [is('a'), { not: is('b') }] }, { x: 'a' })).toBe(true);
    expect(decides({ any: [is('b'), is('c')] }, { x: 'a' })).toBe(false);
    expect(decides({ calendarOpen: 'office' }, {}, ['office'])).toBe(true);
    expect(decides({ calendarOpen: 'office' }, {}, ['shop'])).toBe(false);
  });

  it('fails with a code when no branch holds', () => {
    const branches = [
      { outlet: 'yes', when: { variable: 'contact.language', operator: 'equals', value: 'cs' } },
    ];
    const draft = draftOf({
      when: { type: 'conditional', config: { branches } as never, outlets: { yes: 'yes' } },
      yes,
    });
    const turn = run(published(draft).graph, []);
    expect(turn.failed).toMatchObject({ code: 'ivr_flow.no_branch', nodeId: 'when' });
    expect(turn.instructions.at(-1)).toEqual({ type: 'hangup' });
  });
});

describe('set_variable', () => {
  function sets(config: object, variables: Record<string, Scalar> = {}): StepResult {
    const draft = draftOf(
      {
        set: {
          type: 'set_variable',
          config: { variable: 'x', ...config } as never,
          outlets: { next: 'yes' },
        },
        yes,
      },
      { variables: { x: { default: 0 }, y: { default: 'why' } } },
    );
    return run(published(draft).graph, [], variables);
  }

  it('takes a literal, a template of references and a sum', () => {
    expect(sets({ value: false }).cursor.variables.x).toBe(false);
    const names = { 'contact.firstName': 'Ada' };
    expect(sets({ template: 'For {{ contact.firstName }}: {{y}}!' }, names).cursor.variables.x).toBe(
      'For Ada: why!',
    );
    const arithmetic = { operator: 'add', left: { variable: 'x' }, right: 2 };
    expect(sets({ arithmetic }, { x: '40' }).cursor.variables.x).toBe(42);
  });

  it.each([
    [0.1, 'add', 0.2, 0.3],
    ['1.10', 'multiply', 3, 3.3],
    [0.3, 'subtract', 0.1, 0.2],
    [1, 'divide', 3, 0.333333333333],
    [1, 'modulo', 0.1, 0],
    [7, 'modulo', 4, 3],
    [9_007_199_254_740_990, 'add', 1, 9_007_199_254_740_991],
  ])('reckons %j %s %j as people do', (x, operator, right, result) => {
    const arithmetic = { operator, left: { variable: 'x' }, right };
    expect(sets({ arithmetic }, { x }).cursor.variables.x).toBe(result);
  });

  it.each([
    ['divide', 0],
    ['add', 'text'],
  ])('fails with a code where %s gives no number', (operator, x) => {
    const turn = sets({ arithmetic: { operator, left: 1, right: { variable: 'x' } } }, { x });
    expect(turn.failed?.code).toBe('ivr_flow.not_a_number');
  });

  it('keeps Liquid in a value as text', () => {
    expect(sets({ template: '{{ y }}' }, { y: '{{ contact.email }}' }).cursor.variables.x).toBe(
      '{{ contact.email }}',
    );
  });
});

describe('gather_input', () => {
  function gather(config: object) {
    const nodes = {
      ask: {
        type: 'gather_input' as const,
        config: {
          prompt: en('Type it.'),
          variable: 'x',
          pattern: 'digits',
          maxRetries: 1,
          ...config,
        } as never,
        outlets: { valid: 'yes', too_many: 'no' },
      },
      yes,
      no,
    };
    return published(draftOf(nodes, { variables: { x: { default: '' } } })).graph;
  }

  it.each([
    ['digits', '123', '123'],
    ['date_ddmmyyyy', '29022028', '2028-02-29'],
    ['date_ddmmyyyy', '29022027', null],
    ['date_mmddyyyy', '12312026', '2026-12-31'],
    ['date_ddmmyyyy', '12312026', null],
    ['time_hhmm', '2359', '23:59'],
    ['time_hhmm', '2400', null],
    ['amount', '12*5', '12.50'],
    ['amount', '12*555', null],
    ['postal_code', '11000', '11000'],
    ['digits', '4111111111111111', null],
    ['digits', '41111111111111111226', null],
    ['digits', '4111111111111112', '4111111111111112'],
    ['digits', '1#', null],
  ])('%s takes %s as %s', (pattern, value, kept) => {
    const turn = run(gather({ pattern }), [{ type: 'digits', value }]);
    expect(turn.cursor.variables.x).toBe(kept ?? '');
    expect(turn.path[0]?.valid).toBe(kept !== null);
  });

  it('asks for exactly as many keys as are known, else for the finish key', () => {
    expect(run(gather({ pattern: 'time_hhmm' }), []).instructions).toMatchObject([
      { numDigits: 4, finishKey: null },
    ]);
    expect(run(gather({}), []).instructions).toMatchObject([{ numDigits: null, finishKey: '#' }]);
  });

  it('refuses speech unless asked for, and a card number in it always', () => {
    const speech = (value: string): StepInput => ({ type: 'speech', value, confidence: 0.9 });
    expect(run(gather({}), [speech('hello')]).path[0]?.valid).toBe(false);
    const open = gather({ input: 'both' });
    expect(run(open, [speech('  twelve ')]).cursor.variables.x).toBe('twelve');
    expect(run(open, [speech('it is 4111 1111 1111 1111')]).cursor.variables.x).toBe('');
    expect(run(open, [speech('x'.repeat(5_000))]).cursor.variables.x).toHaveLength(500);
  });

  it('ends by too_many for a caller who never answers', () => {
    const silence: StepInput = { type: 'no_input' };
    expect(run(gather({}), [silence, silence]).cursor.disposition).toBe('no');
  });
});

describe('speech in a menu', () => {
  const { graph } = published(
    draftOf(
      {
        ask: {
          type: 'menu',
          config: {
            prompt: { en: 'Confirm?', cs: 'Potvrdit?' },
            input: 'both',
            options: [
              { key: '1', outlet: 'yes', phrases: { en: ['confirm', 'yes'], cs: ['ano', 'potvrdit'] } },
              { key: '2', outlet: 'no', phrases: { en: ['cancel', 'do not confirm'], cs: ['ne', 'zrušit'] } },
            ],
          },
          outlets: { yes: 'yes', no: 'no', too_many: 'no' },
        },
        yes,
        no,
      },
      { languages: ['en', 'cs'] },
    ),
  );

  it.each<['en' | 'cs', string, string | null]>([
    ['en', 'Yes, please!', 'yes'],
    ['en', 'please do not confirm it', 'no'],
    ['en', 'yes or cancel', null],
    ['en', 'confirmation', null],
    ['cs', 'ZRUŠIT prosím', 'no'],
    ['cs', 'zrusit', 'no'],
    ['cs', 'nedělá', null],
  ])('%s: "%s" means %s', (language, value, disposition) => {
    const first = step(graph, startCursor(graph, { language }), { type: 'start' }, facts);
    const turn = step(graph, first.cursor, { type: 'speech', value, confidence: 0.5 }, facts);
    expect(turn.cursor.disposition).toBe(disposition);
  });
});

describe('language', () => {
  const { graph } = published(
    draftOf(
      {
        choose: {
          type: 'language',
          config: {
            prompt: { en: 'For English press 1.', cs: 'Pro češtinu 2.' },
            choices: [
              { key: '1', language: 'en' },
              { key: '2', language: 'cs' },
            ],
          },
          outlets: { en: 'bye', cs: 'bye', too_many: 'back' },
        },
        back: { type: 'language', config: { set: 'cs' }, outlets: { cs: 'bye' } },
        bye: { type: 'end_call', config: { prompt: { en: 'Bye.', cs: 'Nashle.' } } },
      },
      { languages: ['en', 'cs'] },
    ),
  );

  it('offers each language in that language and speaks the chosen one from then on', () => {
    const first = run(graph, []);
    expect(first.instructions).toMatchObject([{ prompts: [{ language: 'en' }, { language: 'cs' }] }]);
    const turn = run(graph, [{ type: 'digits', value: '2' }]);
    expect(turn.instructions[0]).toMatchObject({ type: 'say', language: 'cs' });
  });

  it('can be set without asking', () => {
    const silence: StepInput = { type: 'no_input' };
    expect(run(graph, [silence, silence, silence, silence]).cursor.language).toBe('cs');
  });
});

describe('play_message and disclosure', () => {
  it('moves what may be interrupted into the question that follows, and nothing else', () => {
    const say = (name: string, next: string, bargeIn: boolean) => ({
      [name]: { type: 'play_message' as const, config: { prompt: en(name), bargeIn }, outlets: { next } },
    });
    const { graph } = published(
      draftOf({
        ...say('a', 'b', true),
        ...say('b', 'notice', false),
        notice: {
          type: 'disclosure',
          config: { kind: 'recording', prompt: en('Recorded.') },
          outlets: { next: 'c' },
        },
        ...say('c', 'd', true),
        ...say('d', 'ask', true),
        ask: {
          type: 'menu',
          config: { prompt: en('1?'), options: [{ key: '1', outlet: 'yes' }] },
          outlets: { yes: 'yes', too_many: 'yes' },
        },
        yes,
      }),
    );
    const turn = run(graph, []);
    expect(turn.instructions.map((one) => (one.type === 'say' ? one.prompt.key : one.type))).toEqual([
      'a.prompt',
      'b.prompt',
      'notice.prompt',
      'gather',
    ]);
    expect(turn.instructions.at(-1)).toMatchObject({
      prompts: [
        { prompt: { key: 'c.prompt' } },
        { prompt: { key: 'd.prompt' } },
        { prompt: { key: 'ask.prompt' } },
      ],
    });
    expect(turn.effects).toEqual([{ type: 'notice_given', kind: 'recording' }]);
  });
});
