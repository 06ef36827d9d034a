import { describe, expect, it } from '@jest/globals';
import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { FLOW_CAPABILITIES } from './capabilities.ts';
import { compileFlow, MAX_GRAPH_BYTES } from './compile.ts';
import { published } from './flow-draft.fixture.ts';
import {
  branchesAt,
  conditionAt,
  fullFlow,
  menusOf,
  noiseAt,
  templateAt,
  webhooksTo,
  wordsAt,
} from './hard-flows.fixture.ts';
import { packGraph } from './pack-graph.ts';
import { unpackGraph } from './unpack-graph.ts';

const LONG = ['continue_with_the_order', 'skip_this_question', 'back_to_the_beginning'];
const numbered = (count: number) => (at: number) =>
  Array.from({ length: count }, (_, index) => `choice_${at}_${index}`);
const longId = (at: number) => `the_node_in_which_a_caller_is_asked_about_something_else_${at}`;
const noisyId = (at: number) => `n${noiseAt(at, 35)}`;

/** What fits, with the bytes that it may have: a packing that gets worse shows. */
const FITS: [name: string, atMostBytes: number, draft: IvrFlowDraft][] = [
  ['menus of three equal options', 13_000, fullFlow(menusOf(() => LONG))],
  ['menus of three options named by number', 22_000, fullFlow(menusOf(numbered(3)))],
  [
    'menus of three options with long names of their own',
    25_000,
    fullFlow(menusOf((at) => LONG.map((name) => `${name}_${at}`))),
  ],
  [
    'menus of three options named by two words each',
    30_000,
    fullFlow(menusOf((at) => ['a', 'b', 'c'].map((end, index) => `${wordsAt(at * 3 + index, 2)}_${end}`))),
  ],
  ['menus of ten options named by number', 57_000, fullFlow(menusOf(numbered(10)))],
  ['menus with ids of 60 characters', 22_000, fullFlow(menusOf(numbered(3)), longId)],
  ['menus with ids of 36 characters of noise', 41_000, fullFlow(menusOf(numbered(3)), noisyId)],
  ['conditions with values of their own', 25_000, fullFlow(conditionAt)],
  ['conditions of five branches with names of their own', 47_000, fullFlow(branchesAt)],
  [
    'webhooks with addresses and mappings of their own',
    25_000,
    fullFlow(webhooksTo((at) => `https://api.shop.example/v1/orders/step-${at}`)),
  ],
  [
    'webhooks with 60 characters of noise in each address',
    54_000,
    fullFlow(webhooksTo((at) => `https://api.shop.example/${noiseAt(at, 60)}`)),
  ],
  ['templates of their own', 17_000, fullFlow(templateAt)],
];

describe('500 nodes fit into 64 KB as', () => {
  it.each(FITS)('%s', (_name, atMostBytes, draft) => {
    const { graph } = published(draft, { capabilities: FLOW_CAPABILITIES });
    expect(Object.keys(graph.nodes)).toHaveLength(500);
    const kept = JSON.stringify(packGraph(graph));
    expect(atMostBytes).toBeLessThan(MAX_GRAPH_BYTES);
    expect(Buffer.byteLength(kept)).toBeLessThan(atMostBytes);
    expect(unpackGraph(JSON.parse(kept))).toEqual(JSON.parse(JSON.stringify(graph)));
  });
});

describe('what its author writes and nothing repeats', () => {
  it('is refused with its size and the limit when it is too much', () => {
    const noisy = webhooksTo((at) => `https://api.shop.example/${noiseAt(at, 175)}`);
    const result = compileFlow(fullFlow(noisy), { capabilities: FLOW_CAPABILITIES });
    expect(result).toMatchObject({
      ok: false,
      faults: [
        {
          code: 'ivr_flow.graph_too_large',
          pointer: '/nodes',
          message: expect.stringMatching(
            /^The compiled flow has \d{5,6} bytes; the limit is 65536\. Split it\.$/,
          ),
        },
      ],
    });
  });
});
