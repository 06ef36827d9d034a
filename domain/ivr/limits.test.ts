import { describe, expect, it } from '@jest/globals';
import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { ivrCaseSchema } from '../../contracts/ivr-suite.schema.ts';
import { compileFlow, MAX_GRAPH_BYTES } from './compile.ts';
import { draftOf, en, faultsOf, published } from './flow-draft.fixture.ts';
import type { FlowGraph } from './graph.types.ts';
import { largeFlow } from './large-flow.fixture.ts';
import { packGraph } from './pack-graph.ts';
import { runTest } from './test-run.ts';

/** Processor time of the best of some, ms: what else the machine does is not measured. */
function leastMs(times: number, work: () => void): number {
  work();
  const took = Array.from({ length: times }, () => {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...took);
}

const keptBytes = (graph: FlowGraph) => Buffer.byteLength(JSON.stringify(packGraph(graph)));

function fiveHundredMenus(outlets: readonly string[]) {
  const id = (at: number) => `menu_about_appointments_${at % 499}`;
  const prompt = { en: 'Hello {{ contact.firstName }}, press 1, 2 or 3.' };
  const menuAt = (at: number): [string, IvrFlowDraft['nodes'][string]] => {
    const options = outlets.map((outlet, index) => ({ key: String(index + 1) as '1', outlet }));
    const ways = Object.fromEntries(outlets.map((outlet, index) => [outlet, id(at * (index + 1) + 1)]));
    const config = { prompt, noInputPrompt: prompt, noMatchPrompt: prompt, options };
    return [id(at), { type: 'menu', config, outlets: { ...ways, too_many: 'end' } }];
  };
  const menus = Array.from({ length: 499 }, (_, at) => menuAt(at));
  return draftOf({ ...Object.fromEntries(menus), end: { type: 'end_call', config: {} } });
}

describe('a flow of 500 nodes', () => {
  const draft = largeFlow();

  it('compiles to a graph under 64 KB without its prompts, in under 200 ms', () => {
    const { graph, prompts } = published(draft);
    expect(Object.keys(graph.nodes)).toHaveLength(500);
    expect(keptBytes(graph)).toBeLessThan(MAX_GRAPH_BYTES / 2);
    expect(JSON.stringify(graph)).not.toContain('hovoru');
    expect(Object.keys(prompts).length).toBeGreaterThan(150);
    expect(leastMs(10, () => void published(draft))).toBeLessThan(200);
  });

  it.each([
    ['briefly', ['on', 'skip', 'back']],
    ['at length', ['continue_with_the_order', 'skip_this_question', 'back_to_the_beginning']],
  ])('may be menus of three options named %s, with words for silence and wrong keys', (_how, outlets) => {
    const menus = fiveHundredMenus(outlets);
    const { graph } = published(menus);
    expect(Object.keys(graph.nodes)).toHaveLength(500);
    expect(keptBytes(graph)).toBeLessThan(MAX_GRAPH_BYTES);
  });

  it('runs a script of 50 steps in under 5 ms', () => {
    const flow = published(draft);
    const script = ivrCaseSchema.parse({
      name: 'x',
      inputs: Array.from({ length: 25 }, () => [{ silence: true }, { keys: '1' }]).flat(),
    });
    expect(runTest(flow, script).path.length).toBeGreaterThan(200);
    expect(leastMs(50, () => void runTest(flow, script))).toBeLessThan(5);
  });
});

describe('templates', () => {
  const saying = (text: string) =>
    draftOf({
      say: { type: 'play_message', config: { prompt: en(text) }, outlets: { next: 'end' } },
      end: { type: 'end_call', config: {} },
    });

  it.each([
    ['loop', '{% for x in (1..1000000000) %}x{% endfor %}'],
    ['loop over a table', '{% tablerow x in contact %}x{% endtablerow %}'],
    ['count', '{{ (1..100000) }}'],
    ['count behind a string that looks like an end', '{{ "}} .." | default: (1..9) }}'],
    ['count in a condition', '{% if (1..9) contains 1 %}x{% endif %}'],
    ['include others', '{% include "/etc/passwd" %}'],
    ['render others', '{% render "x" %}'],
    ['assign', '{% assign x = contact.firstName %}'],
    ['capture', '{% capture x %}a{% endcapture %}'],
    ['grow', '{{ contact.firstName | append: contact.firstName }}'],
    ['replace', '{{ contact.firstName | replace: "a", "aaaa" }}'],
    ['switch escaping off', '{{ contact.firstName | raw }}'],
    ['end nowhere', '{% if contact.firstName %}'],
  ])('may not %s', (_what, text) => {
    expect(faultsOf(saying(text))).toEqual(['ivr_flow.bad_template /nodes/say/config/prompt/en']);
  });

  it.each([
    ['4,001 letters', 'a'.repeat(4_001)],
    ['2,001 emoji', '\u{1f600}'.repeat(2_001)],
  ])('are too long with %s', (_what, text) => {
    const compiled = compileFlow(saying(text));
    const faults = compiled.ok ? [] : compiled.faults;
    expect(faults).toEqual([
      {
        code: 'ivr_flow.bad_value',
        pointer: '/nodes/say/config/prompt/en',
        message: expect.stringMatching(/^Too (long|big)\b.*4000 characters/),
      },
    ]);
    expect(faultsOf(saying('\u{1f600}'.repeat(2_000)))).toEqual([]);
  });

  it.each([
    'Hello {{ contact.firstName }}... your order {{ contact.lastName }}',
    '{% if contact.firstName %}One moment...{% endif %} {{ contact.lastName }}',
    '{{ contact.firstName | default: "well... you" }}, {{ contact.lastName | default: \'so..\' }}',
  ])('may hold dots: %s', (text) => {
    expect(faultsOf(saying(text))).toEqual([]);
  });

  it.each([
    'contact.phone',
    'contact.constructor',
    'contact.__proto__',
    'process.env',
    'organization.name',
    'contact.attributes.a.b',
  ])('may not read %s', (reference) => {
    const faults = faultsOf(saying(`{{ ${reference} }}`));
    expect(faults).toEqual([
      expect.stringMatching(/^ivr_flow\.(unknown_variable|bad_template) \/nodes\/say\/config\/prompt\/en$/),
    ]);
  });

  it('may not choose at run time what they read', () => {
    expect(faultsOf(saying('{{ contact[contact.firstName] }}'))).toEqual([
      'ivr_flow.bad_template /nodes/say/config/prompt/en',
    ]);
  });
});
