import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ivrFlowSchema } from '../../contracts/ivr-flow.schema.ts';
import { type IvrCase, ivrSuiteSchema } from '../../contracts/ivr-suite.schema.ts';
import { LANGUAGES } from '../../contracts/call-instructions.ts';
import { PLATFORM_CAPABILITIES } from '../../domain/ivr/capabilities.ts';
import { faultsOf, published } from '../../domain/ivr/flow-draft.fixture.ts';
import { runSuite } from '../../domain/ivr/test-suite.ts';

const folder = new URL('./', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.flow.json'))
  .map((file) => file.replace('.flow.json', ''));

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
}

function suiteOf(name: string): IvrCase[] {
  return ivrSuiteSchema.parse(read(`${name}.suite.json`)).cases;
}

describe.each(names)('example flow %s', (name) => {
  const draft = read(`${name}.flow.json`);

  it('is a flow by the published schema, in all three languages', () => {
    expect(ivrFlowSchema.parse(draft).languages).toEqual(['en', 'es', 'cs']);
  });

  it('passes its suite, which comes to every node and edge', () => {
    const result = runSuite(published(draft, { capabilities: PLATFORM_CAPABILITIES }), suiteOf(name));
    expect(result.cases.flatMap(({ name: one, misses }) => misses.map((miss) => `${one}: ${miss}`))).toEqual(
      [],
    );
    expect({ nodes: result.uncoveredNodes, edges: result.uncoveredEdges }).toEqual({ nodes: [], edges: [] });
  });

  it.each(LANGUAGES)('comes to every node and edge in %s', (language) => {
    const cases = suiteOf(name).map((one) => ({ ...one, language }));
    const {
      cases: runs,
      passed,
      uncoveredNodes,
      uncoveredEdges,
    } = runSuite(published(draft, { capabilities: PLATFORM_CAPABILITIES }), cases);
    expect({ passed, uncoveredNodes, uncoveredEdges }).toEqual({
      passed: true,
      uncoveredNodes: [],
      uncoveredEdges: [],
    });
    const heard = runs.flatMap(({ run }) => run.transcript.filter(({ who }) => who === 'flow'));
    expect(heard.filter(({ text }) => text.trim() === '')).toEqual([]);
    expect(new Set(heard.map((line) => line.language))).toContain(language);
  });

  it('names what is left uncovered when a case is missing', () => {
    const result = runSuite(
      published(draft, { capabilities: PLATFORM_CAPABILITIES }),
      suiteOf(name).slice(0, 1),
    );
    expect(result.uncoveredNodes.length).toBeGreaterThan(0);
    expect(result.uncoveredEdges.length).toBeGreaterThan(0);
  });
});

describe('what runs on every installation', () => {
  it.each(['appointment-reminder', 'survey'])('%s', (name) => {
    expect(faultsOf(read(`${name}.flow.json`))).toEqual([]);
  });
});

describe('a suite', () => {
  it('fails a case whose call ends otherwise than expected', () => {
    const draft = read('appointment-reminder.flow.json');
    const [first] = suiteOf('appointment-reminder');
    const wrong = { ...(first as IvrCase), expect: { disposition: 'rescheduled', path: ['greeting'] } };
    const result = runSuite(published(draft), [wrong]);
    expect(result.passed).toBe(false);
    expect(result.cases[0]?.misses).toEqual([
      'The disposition is "confirmed", not "rescheduled".',
      'The path is ["greeting","has_time","say_time","choice","confirmed"], not ["greeting"].',
    ]);
  });
});
