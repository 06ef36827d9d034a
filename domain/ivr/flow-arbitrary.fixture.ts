import fc from 'fast-check';
import { KEYS, type Scalar, type StepInput } from '../../contracts/call-instructions.ts';
import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';

type Node = IvrFlowDraft['nodes'][string];

/** Where a node's outlets may lead: `onward` only to later nodes, `anywhere` to any, for outlets that a person takes. */
interface Ways {
  onward: () => string;
  anywhere: () => string;
}

const HOSTILE = [
  '</Say><Hangup/>',
  '<break time="10s"/>',
  '{{ contact.email }}',
  '&amp;<![CDATA[',
  '\u0000\u202e',
  '\ud800',
  '{% raw %}',
];

const TEXTS = [
  'Hello.',
  'Hello {{ contact.firstName | default: "there" }}, it is {{ number }}.',
  '{% if word == "a" %}A{% elsif word contains "b" %}B & <b>{% else %}{{ word | upcase }}{% endif %}',
  'On {{ contact.attributes.at | spoken_date }} at {{ contact.attributes.at | spoken_time }}; code {{ word | spoken_digits }}.',
  'Děkujeme, „nashledanou“ – ¿señor?',
];

/** A value that a contact or caller may bring, hostile ones among them. */
export const valueArbitrary: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constantFrom(...HOSTILE, 'a', '2026-11-24T15:30', ''),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.integer(),
  fc.boolean(),
);

const promptArbitrary = fc
  .tuple(fc.constantFrom(...TEXTS), fc.constantFrom(...TEXTS))
  .map(([en, cs]) => ({ en, cs: cs === 'Hello.' ? { audioUrl: 'https://audio.example/hello.mp3' } : cs }));

const keysArbitrary = fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 12 });
const retries = { maxRetries: fc.nat(3), noInputPrompt: promptArbitrary, noMatchPrompt: promptArbitrary };

const playNode = fc.record({ prompt: promptArbitrary, bargeIn: fc.boolean() }).map(
  (config) =>
    ({ onward }: Ways): Node => ({ type: 'play_message', config, outlets: { next: onward() } }),
);

const noticeNode = fc
  .record({ prompt: promptArbitrary, kind: fc.constantFrom('recording' as const, 'ai' as const) })
  .map(
    (config) =>
      ({ onward }: Ways): Node => ({ type: 'disclosure', config, outlets: { next: onward() } }),
  );

const menuNode = fc
  .record({
    prompt: promptArbitrary,
    keys: keysArbitrary,
    hasNoInput: fc.boolean(),
    isSpoken: fc.boolean(),
    ...retries,
  })
  .map(({ keys, hasNoInput, isSpoken, ...rest }) => ({ onward, anywhere }: Ways): Node => {
    const options = keys.map((key, at) => ({
      key,
      outlet: `choice_${at}`,
      phrases: { en: [`choice ${at}`], cs: [`volba ${at}`] },
    }));
    const outlets = Object.fromEntries(options.map(({ outlet }) => [outlet, anywhere()]));
    const silence = hasNoInput ? { no_input: anywhere() } : {};
    const config = { ...rest, options, input: isSpoken ? ('both' as const) : ('dtmf' as const) };
    return { type: 'menu', config, outlets: { ...outlets, ...silence, too_many: onward() } };
  });

const gatherNode = fc
  .record({
    prompt: promptArbitrary,
    variable: fc.constantFrom('word', 'number'),
    pattern: fc.constantFrom(
      'digits' as const,
      'amount' as const,
      'date_ddmmyyyy' as const,
      'time_hhmm' as const,
    ),
    input: fc.constantFrom('dtmf' as const, 'speech' as const, 'both' as const),
    ...retries,
  })
  .map((config) => ({ onward, anywhere }: Ways): Node => {
    return {
      type: 'gather_input',
      config,
      outlets: { valid: anywhere(), invalid: anywhere(), too_many: onward() },
    };
  });

const setNode = fc
  .oneof(
    fc.record({ variable: fc.constant('word'), value: fc.constantFrom('a', 'b', 7) }),
    fc.record({
      variable: fc.constant('word'),
      template: fc.constant('{{ contact.firstName }} and {{ number }}'),
    }),
    fc.record({
      variable: fc.constant('number'),
      arithmetic: fc.record({
        operator: fc.constantFrom('add' as const, 'divide' as const, 'modulo' as const),
        left: fc.constant({ variable: 'number' }),
        right: fc.integer({ min: -2, max: 9 }),
      }),
    }),
  )
  .map(
    (config) =>
      ({ onward }: Ways): Node => ({ type: 'set_variable', config, outlets: { next: onward() } }),
  );

const conditionNode = fc
  .record({
    isNamed: fc.boolean(),
    test: fc.oneof(
      fc.record({
        value: fc.constantFrom('a', 'b', 3),
        operator: fc.constantFrom('equals' as const, 'contains' as const, 'greater_than' as const),
      }),
      fc.record({
        value: fc.constantFrom('^a+$', '(a|b)*c?', '\\d{2,}', '(?i)^\\pL'),
        operator: fc.constant('matches_regex' as const),
      }),
    ),
  })
  .map(({ isNamed, test }) => ({ onward }: Ways): Node => {
    const condition = { all: [{ variable: 'word', ...test }, { not: { calendarOpen: 'office' } }] };
    return isNamed
      ? {
          type: 'conditional',
          config: { branches: [{ outlet: 'only', when: condition }] },
          outlets: { only: onward() },
        }
      : { type: 'conditional', config: { condition }, outlets: { true: onward(), false: onward() } };
  });

const languageNode = fc
  .record({ prompt: promptArbitrary, isSet: fc.boolean() })
  .map(({ prompt, isSet }) => ({ onward, anywhere }: Ways): Node => {
    if (isSet) return { type: 'language', config: { set: 'cs' }, outlets: { cs: onward() } };
    const choices = [
      { key: '1' as const, language: 'en' as const },
      { key: '2' as const, language: 'cs' as const },
    ];
    return {
      type: 'language',
      config: { prompt, choices },
      outlets: { en: anywhere(), cs: anywhere(), too_many: onward() },
    };
  });

const splitNode = fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 })).map(
  ([one, two]) =>
    ({ onward }: Ways): Node => ({
      type: 'ab_split',
      config: {
        arms: [
          { outlet: 'one', weight: one },
          { outlet: 'two', weight: two },
        ],
      },
      outlets: { one: onward(), two: onward() },
    }),
);

const transferNode = fc.record({ prompt: promptArbitrary }).map((config) => ({ onward }: Ways): Node => {
  const outlets = { answered: onward(), busy: onward(), no_answer: onward(), failed: onward() };
  return { type: 'transfer', config: { ...config, to: '+12125550123' }, outlets };
});

const voicemailNode = fc
  .record({ prompt: promptArbitrary })
  .map((config) => ({ onward, anywhere }: Ways): Node => {
    return { type: 'voicemail', config, outlets: { recorded: anywhere(), empty: onward() } };
  });

const webhookNode = fc.boolean().map((hasMusic) => ({ onward }: Ways): Node => {
  const config = {
    url: 'https://shop.example/order',
    body: { name: 'contact.firstName' },
    response: { word: '/status' },
    ...(hasMusic ? { musicUrl: 'https://shop.example/music.mp3' } : {}),
  };
  return { type: 'webhook', config, outlets: { success: onward(), failure: onward(), timeout: onward() } };
});

const callbackNode = fc
  .record(
    { prompt: promptArbitrary, timePrompt: promptArbitrary, numberPrompt: promptArbitrary, ...retries },
    { requiredKeys: ['prompt', 'timePrompt'] },
  )
  .map((config) => ({ onward, anywhere }: Ways): Node => {
    const times = [
      { key: '1' as const, afterMinutes: 60 },
      { key: '2' as const, afterMinutes: 1_440 },
    ];
    return {
      type: 'callback_offer',
      config: { ...config, times },
      outlets: { accepted: anywhere(), declined: onward() },
    };
  });

const endNode = fc
  .record({ prompt: promptArbitrary, optOut: fc.constantFrom('all', 'reminders') }, { requiredKeys: [] })
  .map((config): Node => ({ type: 'end_call', config: { ...config, disposition: 'done' } }));

const nodeArbitrary = fc.oneof(
  { weight: 4, arbitrary: menuNode },
  { weight: 2, arbitrary: gatherNode },
  playNode,
  noticeNode,
  setNode,
  conditionNode,
  languageNode,
  splitNode,
  transferNode,
  voicemailNode,
  webhookNode,
  callbackNode,
);

/** Only what a call can come to: the rest would be a fault. */
function reachable(nodes: Record<string, Node>, entry: string): Record<string, Node> {
  const kept: Record<string, Node> = {};
  const open = [entry];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes[id];
    if (!node || Object.hasOwn(kept, id)) continue;
    kept[id] = node;
    open.push(...Object.values(node.outlets ?? {}));
  }
  return kept;
}

/** Random valid flows in English and Czech: automatic ways lead onward only, so that every one of them compiles. */
export const flowArbitrary: fc.Arbitrary<IvrFlowDraft> = fc
  .tuple(fc.array(nodeArbitrary, { maxLength: 14 }), endNode, fc.infiniteStream(fc.nat()))
  .map(([makers, end, dice]) => {
    const roll = (sides: number) => Number(dice.next().value) % sides;
    const last = makers.length;
    const made = makers.map((make, at) => {
      const onward = () => `n${at + 1 + roll(last - at)}`;
      return [`n${at}`, make({ onward, anywhere: () => `n${roll(last + 1)}` })] as const;
    });
    const notice: Node = {
      type: 'disclosure',
      config: { kind: 'recording', prompt: { en: 'Recorded.', cs: 'Nahráváme.' } },
      outlets: { next: 'n0' },
    };
    const nodes = reachable({ notice, ...Object.fromEntries(made), [`n${last}`]: end }, 'notice');
    const calendars = { office: { zone: 'Europe/Prague', weekly: [] } };
    const variables = { word: { default: '' }, number: { default: 1 } };
    return {
      id: 'random',
      name: 'Random',
      entry: 'notice',
      defaultLanguage: 'en',
      languages: ['en', 'cs'],
      variables,
      calendars,
      nodes,
    };
  });

/** Anything that a carrier may bring to a turn, sensible or not. */
export const inputArbitrary: fc.Arbitrary<StepInput> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KEYS).map((value): StepInput => ({ type: 'digits', value })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('2359', '24122026', '12*50', '77', 'A')
      .map((value): StepInput => ({ type: 'digits', value })),
  },
  { weight: 2, arbitrary: fc.constant<StepInput>({ type: 'no_input' }) },
  fc
    .constantFrom('choice 1', 'volba 0', ...HOSTILE)
    .map((value): StepInput => ({ type: 'speech', value, confidence: 0.5 })),
  fc.constantFrom<StepInput>(
    { type: 'start' },
    { type: 'resume' },
    { type: 'recorded', recordingId: null, durationMs: 0, hungUp: false },
    { type: 'recorded', recordingId: 'RE1', durationMs: 4_000, hungUp: true },
    { type: 'dial_result', result: 'answered', durationMs: 9_000 },
    { type: 'effect_result', effectId: 'n1:1', result: 'success', values: { word: '<b>', other: 1 } },
    { type: 'effect_result', effectId: 'n2:1', result: 'failure', values: {} },
    { type: 'dial_result', result: 'busy', durationMs: 0 },
  ),
);
