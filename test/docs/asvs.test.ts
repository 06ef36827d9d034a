import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'docs', 'security');
const page = readFileSync(join(folder, 'asvs.md'), 'utf8');
const [chapters = '', open = ''] = page.split(/^## Open$/m);

/** How many requirements of levels 1 and 2 each section has; they are its first. Source: OWASP ASVS 5.0.0, 5.0/en. */
const SECTIONS =
  '1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 ' +
  '5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 ' +
  '8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 ' +
  '11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 ' +
  '16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2';
const requirements = SECTIONS.split(' ').flatMap((section) => {
  const [name, count] = section.split(':');
  return Array.from({ length: Number(count) }, (_, at) => `${name}.${at + 1}`);
});

/** What the standard wants to be written down, and where it is. */
const WRITTEN: readonly [requirement: string, page: string, words: string][] = [
  ['2.1.3', 'api.md', '## Limits'],
  ['6.1.1', 'identity.md', 'An account waits 15 minutes at most and is never locked'],
  ['6.1.3', 'identity.md', '## Who may ask'],
  ['7.1.1', 'identity.md', 'NIST SP 800-63B asks for the password every 30 days. It is longer here because'],
  ['7.1.2', 'identity.md', 'How many sessions a person has at once is not\nlimited'],
  ['8.1.1', 'identity.md', '`api/auth/permissions.ts` is the table operation × role'],
  ['13.4.5', 'observability.md', 'liveness, readiness and metrics need no sign-in'],
];

/** The cells of the rows of all tables in a text, without their heads. */
function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|') && !/^\| (?:---|No\.)/.test(line));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What does not apply: numbers, and ranges of them taken apart. */
function notApplying(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith('**Does not apply:**'));
  return lines
    .flatMap((line) => [...line.matchAll(/`([^`]+)`/g)])
    .flatMap(([, named = '']) => {
      const [first = '', last = first] = named.split('–');
      const [from, to] = [requirements.indexOf(first), requirements.indexOf(last)];
      return from < 0 || to < from ? [named] : requirements.slice(from, to + 1);
    });
}

const met = rowsOf(chapters);
const opened = rowsOf(open);
const told = [
  ...met.map(([number = '']) => number),
  ...notApplying(chapters),
  ...opened.map(([n = '']) => n),
];
const links = met.flatMap(([number = '', , , tests = '']) =>
  [...tests.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(
    ([, title = '', file = '']) => [number, title, file] as const,
  ),
);

describe('docs/security/asvs.md', () => {
  it('names requirements by numbers of the standard', () => {
    expect(told.filter((number) => !/^V?\d+\.\d+\.\d+$/.test(number))).toEqual([]);
    expect(told.filter((number) => !requirements.includes(number.replace('V', '')))).toEqual([]);
  });

  it('tells of each requirement of levels 1 and 2 once', () => {
    expect(told.toSorted()).toEqual(requirements.toSorted());
  });

  it('has a test in each row of what is met, and says of the rest what is missing', () => {
    const tested = new Set(links.map(([number]) => number));
    expect(met.filter((row) => row.length !== 4 || !tested.has(row[0] ?? ''))).toEqual([]);
    expect(opened.filter((row) => row.length !== 4 || row.includes(''))).toEqual([]);
  });

  it.each(links)('%s links a test that is there: %s', (_number, title, file) => {
    expect(file).toMatch(/\.test\.ts$/);
    expect([file, existsSync(join(folder, file))]).toEqual([file, true]);
    const text = readFileSync(join(folder, file), 'utf8');
    expect([file, ["'", '`'].some((quote) => text.includes(quote + title))]).toEqual([file, true]);
  });
});

describe('what the standard wants to be written down', () => {
  it.each(WRITTEN)('the guide says for %s: %s', (requirement, name, words) => {
    expect(readFileSync(join(root, 'docs', 'guide', name), 'utf8')).toContain(words);
    expect(
      links.some(([number, , file]) => number === requirement && file.endsWith('docs/asvs.test.ts')),
    ).toBe(true);
  });
});
