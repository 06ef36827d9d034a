import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Ended, evercall as run, temporaryFolder } from './command-line.ts';

const examples = join(import.meta.dirname, '..', '..', 'examples', 'flows');
const folder = temporaryFolder();

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const evercall = (...args: string[]): Promise<Ended> => run(args, { cwd: examples });

const suite = ['--suite', 'survey.suite.json'];

const AT_API = '01a1fecd-bfa1-74ab-a32f-fe59079c884b';
const fine = { name: 'fine', inputs: [{ hangUp: true }] };
const stray = { ...fine, variables: { nobody: 1 } };

describe('evercall flows test', () => {
  it('runs the suites in a pulled file', async () => {
    const read = (name: string) => JSON.parse(readFileSync(join(examples, name), 'utf8'));
    const { cases } = read('survey.suite.json');
    const suiteOf = (suiteId: string, some: object[]) => ({ suiteId, name: `Suite ${suiteId}`, cases: some });
    const pulled = (suites: object[]) =>
      file('pulled.json', {
        format: 'evercall.flow',
        formatVersion: 1,
        name: 'Survey',
        suites,
        document: read('survey.flow.json'),
        pulledFrom: { flowId: AT_API, etag: '"1"' },
      });
    const whole = await evercall('flows', 'test', pulled([suiteOf('all', cases)]), '--coverage');
    expect(whole).toMatchObject({ code: 0, out: expect.stringMatching(/\d+ passed\n$/) });
    const wrong = { ...fine, expect: { disposition: 'rated' } };
    const two = await evercall('flows', 'test', pulled([suiteOf('one', [fine]), suiteOf('two', [wrong])]));
    expect(two.code).toBe(1);
    expect(two.out).toContain('Suite two: fine: The disposition is null, not "rated".');
    expect(two.out).toContain('1 of 2 failed');
  });

  it('runs the suite of an example, which comes to every node and edge', async () => {
    const { code, out } = await evercall('flows', 'test', 'survey.flow.json', ...suite, '--coverage');
    expect(code).toBe(0);
    expect(out).toMatch(/\d+ passed\n$/);
    expect(out).not.toContain('no case');
  });

  it('answers as JSON', async () => {
    const { code, out } = await evercall('flows', 'test', 'survey.flow.json', ...suite, '--output', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ passed: true, uncoveredNodes: [], uncoveredEdges: [] });
  });

  it('ends with 1 when a case fails, and says what was not as expected', async () => {
    const wrong = file('wrong.json', {
      cases: [{ name: 'nobody', inputs: [{ hangUp: true }], expect: { disposition: 'rated' } }],
    });
    const { code, out } = await evercall('flows', 'test', 'survey.flow.json', '--suite', wrong);
    expect(code).toBe(1);
    expect(out).toContain('nobody: The disposition is null, not "rated".');
    expect(out).toContain('nodes that no case came to:');
    expect(out).toContain('1 of 1 failed');
  });

  it('ends with 1 when a node is left out and coverage is asked for', async () => {
    const short = file('short.json', { cases: [{ name: 'nobody', inputs: [{ hangUp: true }] }] });
    expect((await evercall('flows', 'test', 'survey.flow.json', '--suite', short)).code).toBe(0);
    expect((await evercall('flows', 'test', 'survey.flow.json', '--suite', short, '--coverage')).code).toBe(
      1,
    );
  });

  it.each([
    ['a file that is not there', ['flows', 'test', 'gone.json', ...suite], 'no such file'],
    ['a file that is no JSON', ['flows', 'test', file('text.json', '{'), ...suite], 'not JSON'],
    ['a flow with faults', ['flows', 'test', file('empty.json', {}), ...suite], 'ivr_flow.bad_value'],
    [
      'a suite that is none',
      ['flows', 'test', 'survey.flow.json', '--suite', file('none.json', { cases: 7 })],
      'no suite',
    ],
    ['no suite at all', ['flows', 'test', 'survey.flow.json'], 'holds no suite; name one with --suite'],
    ['no suite for a flow of the API', ['flows', 'test', AT_API], 'name them with --suite'],
    [
      'a suite with what the flow does not declare',
      ['flows', 'test', 'survey.flow.json', '--suite', file('stray.json', { cases: [fine, stray] })],
      'ivr_flow.unknown_variable  /cases/1/variables/nobody',
    ],
    [
      'a way of writing that is none',
      ['flows', 'test', 'survey.flow.json', ...suite, '--output', 'xml'],
      'Allowed choices',
    ],
    [
      'a subflow without a file',
      ['flows', 'test', 'survey.flow.json', ...suite, '--subflow', 'x='],
      'ID=FILE',
    ],
    ['a verb that is none', ['flows', 'sing'], 'unknown command'],
  ])('ends with 2 for %s', async (_what, args, words) => {
    const { code, error } = await evercall(...args);
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining(words) });
  });
});

describe('evercall flows validate', () => {
  it('says that a flow is valid, or every fault', async () => {
    expect(await evercall('flows', 'validate', 'office.flow.json')).toMatchObject({
      code: 0,
      out: 'valid\n',
    });
    const bad = await evercall('flows', 'validate', file('bad.json', { nodes: {} }));
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/not valid: \d+ faults/);
  });

  it('takes an export of the API, and other flows that it names', async () => {
    const inner = { ...flow({ end: { type: 'end_call', config: { exit: 'done' } } }, 'end'), id: 'inner' };
    const outer = flow(
      {
        sub: { type: 'subflow', config: { flowId: 'inner' }, outlets: { done: 'end' } },
        end: { type: 'end_call', config: {} },
      },
      'sub',
    );
    const exported = file('outer.json', {
      format: 'evercall.flow',
      formatVersion: 1,
      name: 'x',
      document: outer,
      suites: [],
    });
    expect((await evercall('flows', 'validate', exported)).code).toBe(1);
    const known = `inner=${file('inner.json', inner)}`;
    expect(await evercall('flows', 'validate', exported, '--subflow', known)).toMatchObject({ code: 0 });
  });
});

describe('evercall', () => {
  it('helps', async () => {
    const { code, out } = await evercall('--help');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('flow') });
  });
});

function flow(nodes: object, entry: string): object {
  return { id: 'x', name: 'x', entry, defaultLanguage: 'en', languages: ['en'], nodes };
}
