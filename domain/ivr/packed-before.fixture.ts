import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import type { SharedGraph } from './packed-graph.types.ts';

/** A draft that was published when graphs were kept in format 2. */
export const OLDER_DRAFT: IvrFlowDraft = {
  id: 'test',
  name: 'Test',
  entry: 'greet',
  defaultLanguage: 'en',
  languages: ['en'],
  variables: { count: { default: 3 } },
  nodes: {
    greet: {
      type: 'menu',
      config: {
        prompt: { en: 'Hello {{ contact.firstName }}.' },
        options: [
          { key: '1', outlet: 'yes' },
          { key: '2', outlet: 'again' },
        ],
      },
      outlets: { yes: 'bye', again: 'greet', too_many: 'check' },
    },
    ask: {
      type: 'menu',
      config: {
        prompt: { en: 'Hello {{ contact.firstName }}.' },
        options: [
          { key: '1', outlet: 'yes' },
          { key: '2', outlet: 'back' },
        ],
      },
      outlets: { yes: 'bye', back: 'greet', too_many: 'bye' },
    },
    check: {
      type: 'conditional',
      config: { condition: { variable: 'count', operator: 'in_list', value: [3, '.3', '>3'] } },
      outlets: { true: 'ask', false: 'bye' },
    },
    bye: { type: 'end_call', config: { disposition: 'done' } },
  },
};

/** What was kept of it then. */
export const OLDER_GRAPH: SharedGraph = {
  format: 2,
  entry: 'greet',
  defaultLanguage: 'en',
  languages: ['en'],
  variables: { count: 3 },
  values: [
    null,
    'bye',
    'greet',
    [0, 'type', 'config', 'outlets'],
    'ask',
    'prompt',
    [0, 'key', 15],
    'yes',
    3,
    'check',
    'menu',
    [0, 5, 'input', 'options', 'timeoutMs', 'maxRetries', 'noInputPrompt', 'noMatchPrompt'],
    '.prompt',
    'dtmf',
    [6, '1', 7],
    'outlet',
    '2',
    'again',
    5000,
    'too_many',
    'back',
    [0, 15, 'when'],
    'true',
    'false',
    [
      [0, 5],
      [0, 'contact.firstName'],
    ],
  ],
  packed: [
    [0, 'nodes', 'reads'],
    [
      [0, 2, 4, 9, 1],
      [3, 10, [11, 12, 13, [0, 14, [6, 16, 17]], 18, 8, null, null], [[0, 7, 17, 19], 1, 2, 9]],
      [3, 10, [11, 12, 13, [0, 14, [6, 16, 20]], 18, 8, null, null], [[0, 7, 20, 19], 1, 2, 1]],
      [
        3,
        'conditional',
        [
          [0, 'branches'],
          [
            0,
            [21, 22, [[0, 'variable', 'operator', 'value'], 'count', 'in_list', [0, 8, '.3', '>3']]],
            [21, 23, null],
          ],
        ],
        [[0, 22, 23], 4, 1],
      ],
      [3, 'end_call', [[0, 5, 'disposition', 'optOut', 'exit'], null, 'done', null, null], [[0]]],
    ],
    [[0, 2, 4], 24, 24],
  ],
};
