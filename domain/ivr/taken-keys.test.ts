import { describe, expect, it } from '@jest/globals';
import { ivrCaseSchema } from '../../contracts/ivr-suite.schema.ts';
import { FLOW_CAPABILITIES } from './capabilities.ts';
import { draftOf, en, published } from './flow-draft.fixture.ts';
import { runTest, type TestRun } from './test-run.ts';

/** What becomes of keys at a node, by scripted inputs. */
function pressed(node: object, outlets: string[], inputs: object[]): TestRun {
  const nodes = {
    it: { ...node, outlets: Object.fromEntries(outlets.map((name) => [name, name])) },
    ...Object.fromEntries(outlets.map((name) => [name, { type: 'end_call', config: { disposition: name } }])),
  };
  const draft = draftOf(nodes as never, { variables: { x: { default: '' } } });
  const flow = published(draft, { capabilities: FLOW_CAPABILITIES });
  return runTest(flow, ivrCaseSchema.parse({ name: 'x', inputs }));
}

const gather = (config: object) => ({
  type: 'gather_input',
  config: { prompt: en('Type it.'), variable: 'x', ...config },
});

describe('scripted keys are cut as the carrier cuts them', () => {
  it.each([
    ['an amount at its finish key', { pattern: 'amount' }, '1*10#', '1.10'],
    ['an amount without one at the time-out', { pattern: 'amount' }, '1*10', '1.10'],
    ['what comes after the finish key', { pattern: 'digits' }, '12#345', '12'],
    ['a star that finishes', { pattern: 'digits', finishKey: '*' }, '12*345', '12'],
    ['a date after eight keys', { pattern: 'date_ddmmyyyy' }, '24122026#', '2026-12-24'],
    ['a fixed number of digits', { pattern: 'digits', minDigits: 4, maxDigits: 4 }, '12345', '1234'],
  ])('%s', (_what, config, keys, value) => {
    const run = pressed(gather(config), ['valid', 'too_many'], [{ keys }]);
    expect(run).toMatchObject({ disposition: 'valid', variables: { x: value } });
  });

  const menu = (config: object) => ({
    type: 'menu',
    config: {
      prompt: en('One or two.'),
      options: [
        { key: '1', outlet: 'one', phrases: { en: ['first'] } },
        { key: '2', outlet: 'two', phrases: { en: ['second'] } },
      ],
      ...config,
    },
  });
  const choices = ['one', 'two', 'no_input', 'too_many'];

  it('at a menu after the first', () => {
    expect(pressed(menu({}), choices, [{ keys: '22' }]).disposition).toBe('two');
  });

  it('and the rest answers no later question', () => {
    const run = pressed(menu({}), ['one', 'two', 'too_many'], [{ keys: '92' }]);
    expect(run).toMatchObject({ ended: 'waiting', path: [{ outlet: null }, { valid: false }] });
  });

  it('and are no input where only speech is heard', () => {
    expect(pressed(menu({ input: 'speech' }), choices, [{ keys: '2' }]).disposition).toBe('no_input');
    expect(pressed(menu({ input: 'both' }), choices, [{ keys: '2' }]).disposition).toBe('two');
  });

  it('a finish key alone is no input: the number of this call', () => {
    const offer = {
      type: 'callback_offer',
      config: {
        prompt: en('Call you back?'),
        timePrompt: en('When?'),
        times: [{ key: '1', afterMinutes: 60 }],
        numberPrompt: en('Where?'),
      },
    };
    const accepted = (keys: string) =>
      pressed(offer, ['accepted', 'declined'], [{ keys: '1' }, { keys: '1' }, { keys }]).effects[0];
    expect(accepted('#')).toMatchObject({ type: 'callback', number: null });
    expect(accepted('12125550123#')).toMatchObject({ type: 'callback', number: '12125550123' });
  });
});
