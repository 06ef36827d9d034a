import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useTerminal } from './command-line.ts';

const terminal = useTerminal();
beforeAll(() => terminal.logIn());

const examples = join(import.meta.dirname, '..', '..', 'examples', 'flows');
const survey = join(examples, 'survey.flow.json');
const suite = join(examples, 'survey.suite.json');

async function pushed(): Promise<string> {
  const { flowId } = (await terminal.json(['flows', 'push', survey, '--new'])) as { flowId: string };
  return flowId;
}

describe('evercall flows', () => {
  it('takes a flow from a file to a live version, and back to the one before', async () => {
    const id = await pushed();
    expect(await terminal.json(['flows', 'validate', id])).toMatchObject({ valid: true });
    expect(await terminal.run(['flows', 'test', id, '--suite', suite, '--coverage'])).toMatchObject({
      code: 0,
    });
    expect(await terminal.json(['flows', 'publish', id])).toMatchObject({ version: 1 });
    expect((await terminal.run(['flows', 'publish', id])).out).toContain('Version 2 is live.');
    expect(await terminal.run(['flows', 'rollback', id, '1'])).toMatchObject({ code: 0 });
    const versions = (await terminal.json(['flows', 'versions', id])) as {
      version: number;
      isLive: boolean;
    }[];
    expect(versions.map(({ version, isLive }) => [version, isLive])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect((await terminal.run(['flows', 'list'])).out).toContain('version 1');
  });

  it('pulls, and pushes what was edited with its suites', async () => {
    const id = await pushed();
    expect(await terminal.run(['flows', 'pull', id, '--file', 'mine.json'])).toMatchObject({ code: 0 });
    const path = join(terminal.folder, 'mine.json');
    const mine = JSON.parse(readFileSync(path, 'utf8'));
    const { cases } = JSON.parse(readFileSync(suite, 'utf8'));
    writeFileSync(
      path,
      JSON.stringify({ ...mine, name: 'Edited', suites: [{ suiteId: 'all', name: 'All', cases }] }),
    );
    expect(await terminal.json(['flows', 'push', 'mine.json'])).toMatchObject({
      flowId: id,
      draftRevision: 2,
      suites: 1,
    });
    // The file knows the new revision: pushed again it is no conflict.
    expect(await terminal.json(['flows', 'push', 'mine.json'])).toMatchObject({ draftRevision: 3 });
    expect(await terminal.run(['flows', 'pull', 'Edited', '--file', 'again.json'])).toMatchObject({
      code: 0,
    });
    const again = JSON.parse(readFileSync(join(terminal.folder, 'again.json'), 'utf8'));
    expect(again).toMatchObject({ name: 'Edited', document: mine.document, suites: [{ suiteId: 'all' }] });
    // As docs/guide/cli.md has it: what was pulled is tested with its own suites.
    expect(await terminal.run(['flows', 'test', 'again.json', '--coverage'])).toMatchObject({ code: 0 });
    expect(await terminal.run(['flows', 'push', 'again.json'])).toMatchObject({ code: 0 });
  });

  it('refuses to overwrite a draft that has changed since the pull, unless forced', async () => {
    const id = await pushed();
    for (const file of ['one.json', 'two.json']) await terminal.run(['flows', 'pull', id, '--file', file]);
    expect(await terminal.run(['flows', 'push', 'one.json'])).toMatchObject({ code: 0 });
    const { code, error } = await terminal.run(['flows', 'push', 'two.json']);
    expect({ code, error }).toEqual({
      code: 5,
      error: expect.stringContaining('request.precondition_failed'),
    });
    expect(await terminal.run(['flows', 'push', 'two.json', '--force'])).toMatchObject({ code: 0 });
  });

  it('lets no name steer the terminal', async () => {
    const document = JSON.parse(readFileSync(survey, 'utf8'));
    writeFileSync(join(terminal.folder, 'red.json'), JSON.stringify({ ...document, name: '\u001b[31mred' }));
    const pushing = await terminal.run(['flows', 'push', 'red.json', '--new']);
    const list = await terminal.run(['flows', 'list']);
    const none = await terminal.run(['flows', 'publish', '\u001b[31mnone']);
    expect(list.out).toContain('[31mred');
    for (const { out, error } of [pushing, list, none]) expect(out + error).not.toContain('\u001b');
  });

  it('does not guess which flow a file is meant for', async () => {
    const id = await pushed();
    expect(await terminal.run(['flows', 'push', survey])).toMatchObject({ code: 2 });
    expect(await terminal.run(['flows', 'push', survey, '--flow', id])).toMatchObject({ code: 2 });
    expect(await terminal.run(['flows', 'push', survey, '--flow', id, '--force'])).toMatchObject({ code: 0 });
    writeFileSync(join(terminal.folder, 'none.json'), '{"some":"thing"}');
    expect(await terminal.run(['flows', 'push', 'none.json', '--new'])).toMatchObject({ code: 2 });
  });

  it('ends with 5 for a draft that cannot be published, with every fault', async () => {
    const id = await pushed();
    const document = { ...JSON.parse(readFileSync(survey, 'utf8')), entry: 'nowhere' };
    writeFileSync(join(terminal.folder, 'broken.json'), JSON.stringify(document));
    await terminal.run(['flows', 'push', 'broken.json', '--flow', id, '--force']);
    const { code, error } = await terminal.run(['flows', 'publish', id]);
    expect({ code, error }).toEqual({
      code: 5,
      error: expect.stringMatching(/flow\.not_valid[\s\S]*\/entry/),
    });
    expect(await terminal.run(['flows', 'validate', id])).toMatchObject({ code: 1 });
  });
});
