import { describe, expect, it } from '@jest/globals';
import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { type CompileOptions, compileFlow } from './compile.ts';
import { draftOf, en } from './flow-draft.fixture.ts';

const end = { type: 'end_call', config: {} } as const;
const number = { number: { default: '' } };

function warningsOf(draft: IvrFlowDraft, options: CompileOptions = {}): string[] {
  const result = compileFlow(draft, options);
  expect(result.ok).toBe(true);
  return result.warnings.map(({ code, pointer }) => `${code} ${pointer}`);
}

const asks = draftOf(
  {
    ask: {
      type: 'gather_input',
      config: { prompt: en('Number?'), variable: 'number', pattern: 'digits', interDigitTimeoutMs: 2_000 },
      outlets: { valid: 'end', too_many: 'end' },
    },
    end,
  },
  { variables: number },
);

const chooses = draftOf({
  choose: {
    type: 'menu',
    config: {
      prompt: en('?'),
      input: 'speech',
      options: [
        { outlet: 'sales', phrases: { en: ['buy', 'order'] } },
        { outlet: 'care', phrases: { en: ['Order!'] } },
      ],
    },
    outlets: { sales: 'end', care: 'end', too_many: 'end' },
  },
  end,
});

const branches = draftOf(
  {
    branch: {
      type: 'conditional',
      config: { branches: [{ outlet: 'one', when: { variable: 'number', operator: 'equals', value: 1 } }] },
      outlets: { one: 'end' },
    },
    end,
  },
  { variables: number },
);

describe('warnings', () => {
  it.each<[string, IvrFlowDraft, string[]]>([
    [
      'a time between keys that the carrier does not have',
      asks,
      ['ivr_flow.no_inter_digit_timeout /nodes/ask/config/interDigitTimeoutMs'],
    ],
    [
      'a phrase that means two things',
      chooses,
      ['ivr_flow.ambiguous_phrase /nodes/choose/config/options/1/phrases/en'],
    ],
    [
      'branches of which none may hold',
      branches,
      ['ivr_flow.no_default_branch /nodes/branch/config/branches'],
    ],
    [
      'what is declared and not used',
      draftOf({ end }, { variables: number, calendars: { office: { zone: 'Europe/Prague', weekly: [] } } }),
      ['ivr_flow.unused_calendar /calendars/office', 'ivr_flow.unused_variable /variables/number'],
    ],
  ])('%s', (_what, draft, expected) => {
    expect(warningsOf(draft)).toEqual(expected);
  });

  it('say nothing of a time between keys where the carrier has it', () => {
    expect(warningsOf(asks, { carrierFeatures: ['inter_digit_timeout'] })).toEqual([]);
  });

  it('say nothing of a variable that a flow inside this one uses', () => {
    const inner = draftOf(
      {
        say: { type: 'play_message', config: { prompt: en('{{ number }}') }, outlets: { next: 'out' } },
        out: { type: 'end_call', config: { exit: 'out' } },
      },
      { variables: number },
    );
    const sub = { type: 'subflow', config: { flowId: 'inner' }, outlets: { out: 'end' } } as const;
    expect(warningsOf(draftOf({ sub, end }, { variables: number }), { subflows: { inner } })).toEqual([]);
  });

  it('come with the faults of a flow that is refused', () => {
    const result = compileFlow(draftOf({ end, lost: end }, { variables: number }));
    expect(result).toMatchObject({
      ok: false,
      faults: [{ code: 'ivr_flow.unreachable_node' }],
      warnings: [{ code: 'ivr_flow.unused_variable' }],
    });
  });
});
