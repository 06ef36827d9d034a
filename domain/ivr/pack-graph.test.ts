import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FLOW_CAPABILITIES } from './capabilities.ts';
import { compileFlow } from './compile.ts';
import { flowArbitrary } from './flow-arbitrary.fixture.ts';
import { draftOf, en, published } from './flow-draft.fixture.ts';
import type { FlowGraph } from './graph.types.ts';
import { packGraph } from './pack-graph.ts';
import { OLDER_DRAFT, OLDER_GRAPH } from './packed-before.fixture.ts';
import type { StoredGraph } from './packed-graph.types.ts';
import { unpackGraph } from './unpack-graph.ts';

/** As the database and a history give it back; jsonb orders the names of objects anew. */
function kept(graph: FlowGraph): StoredGraph {
  const reorder = (_name: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value;
  return JSON.parse(JSON.stringify(packGraph(graph), reorder)) as StoredGraph;
}
const plain = (graph: FlowGraph): unknown => JSON.parse(JSON.stringify(graph));

const say = (outlets: Record<string, string>, text = 'Hi {{ contact.firstName }}') => ({
  type: 'play_message' as const,
  config: { prompt: en(text) },
  outlets,
});
const { graph: small } = published(
  draftOf({ a: say({ next: 'b' }), b: say({ next: 'c' }), c: { type: 'end_call', config: {} } }),
);

describe('packing', () => {
  it('gives back the graph of every flow', () => {
    fc.assert(
      fc.property(flowArbitrary, (draft) => {
        const compiled = compileFlow(draft, { capabilities: FLOW_CAPABILITIES });
        if (!compiled.ok) throw new Error('a valid flow is refused');
        expect(unpackGraph(kept(compiled.flow.graph))).toEqual(plain(compiled.flow.graph));
      }),
      { numRuns: 200 },
    );
  });

  it.each(['a.prompt', 'a..x', '.prompt', '..', 'a.', 'a', '', '__proto__'])(
    'tells the name of a prompt from the text %j',
    (disposition) => {
      const ending = { type: 'end_call' as const, config: { ...endConfig(), disposition }, outlets: {} };
      const graph = { ...small, nodes: { ...small.nodes, a: ending, __proto__x: ending } };
      expect(unpackGraph(kept(graph))).toEqual(plain(graph));
    },
  );

  it('keeps what others read of a version where they look for it', () => {
    const calendars = { office: { zone: 'Europe/Prague', hours: [], holidays: [] } } as never;
    expect(packGraph({ ...small, calendars })).toMatchObject({
      format: 3,
      entry: 'a',
      languages: ['en'],
      calendars,
    });
  });

  it('writes what nodes have in common once', () => {
    const text = JSON.stringify(packGraph(small));
    expect(text.split('play_message')).toHaveLength(2);
    expect(text.split('contact.firstName')).toHaveLength(2);
  });

  it.each(['>0', '>', '>>1', 'yes', '.x', '>9'])('tells an outlet from the text %j', (value) => {
    const when = { variable: 'contact.firstName', operator: 'in_list' as const, value: [value] };
    const check = {
      type: 'conditional' as const,
      config: {
        branches: [
          { outlet: 'yes', when: { all: [when] } },
          { outlet: 'no', when: null },
        ],
      },
      outlets: { no: 'b', yes: 'c' },
    };
    const graph = { ...small, nodes: { ...small.nodes, a: check } };
    expect(unpackGraph(kept(graph))).toEqual(plain(graph));
  });

  it('makes nodes equal whose outlets differ in their names only', () => {
    const menu = (outlets: readonly string[], to: string) => ({
      type: 'menu' as const,
      config: {
        prompt: en('Press.'),
        options: outlets.map((outlet, at) => ({ key: `${at}` as '1', outlet })),
      },
      outlets: { ...Object.fromEntries(outlets.map((outlet) => [outlet, to])), too_many: 'c' },
    });
    const end = { type: 'end_call' as const, config: {} };
    const { graph } = published(
      draftOf({ a: menu(['sales', 'support'], 'b'), b: menu(['refund', 'repair'], 'a'), c: end }),
    );
    const { packed } = packGraph(graph);
    for (const name of ['sales', 'support', 'refund', 'repair', 'dtmf']) {
      expect(packed.split(name)).toHaveLength(2);
    }
  });

  it('leaves a graph of the first format as it is', () => {
    expect(unpackGraph(small)).toBe(small);
  });

  it('reads a graph of the second format as it was published', () => {
    expect(unpackGraph(OLDER_GRAPH)).toEqual(plain(published(OLDER_DRAFT).graph));
  });
});

function endConfig() {
  const [ending] = Object.values(small.nodes).filter((node) => node.type === 'end_call');
  if (ending?.type !== 'end_call') throw new Error('the flow has no end');
  return ending.config;
}
