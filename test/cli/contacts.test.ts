import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { addContact } from '../api/harness/rows.ts';
import { useTerminal } from './command-line.ts';

const terminal = useTerminal({ temporal: true });
beforeAll(() => terminal.logIn());

function csv(name: string, rows: readonly string[]): string {
  const path = join(terminal.folder, name);
  writeFileSync(path, ['phone,first_name', ...rows, ''].join('\n'));
  return path;
}

/** Makes of an import what its run would: the rows that are left are of no matter here. */
async function finish(
  fileName: string,
  state: 'completed' | 'failed',
  errorCode: string | null = null,
): Promise<void> {
  const { ours, inOrg } = terminal.world();
  await inOrg(ours.orgId, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `UPDATE contact_import SET state = $1, error_code = $2, finished_at = now(), accepted = 1, rejected = 1,
              byte_offset = byte_size WHERE file_name = $3 RETURNING id`,
      [state, errorCode, fileName],
    );
    await tx.query(
      `INSERT INTO contact_import_row (org_id, import_id, line_no, code, reason)
       VALUES ($1, $2, 3, 'phone.too_short', 'The phone number is too short.')`,
      [ours.orgId, rows[0]?.id],
    );
  });
}

const importing = (file: string, ...more: string[]) => [
  'contacts',
  'import',
  file,
  '--list',
  'People',
  '--source',
  'test',
  ...more,
];

describe('evercall contacts import', () => {
  it('sends the file with progress, and begins the import', async () => {
    const frames: string[] = [];
    const live = { show: (frame: string) => void frames.push(frame), done: () => {} };
    const file = csv('people.csv', ['+12125550123,Ann']);
    const begun = await terminal.run(importing(file, '--detach', '--output', 'json'), { live });
    expect(begun).toMatchObject({ code: 0, error: '' });
    expect(JSON.parse(begun.out)).toMatchObject({ state: 'queued', fileName: 'people.csv', source: 'test' });
    expect(frames.at(-1)).toContain('sending 100 %');
  });

  it('takes up the same import when it is repeated, and follows it to its end', async () => {
    const file = csv('again.csv', ['+12125550124,Ann', '+1212,Ben']);
    const first = (await terminal.json(importing(file, '--detach'))) as { id: string };
    const second = (await terminal.json(importing(file, '--detach'))) as { id: string };
    expect(second.id).toBe(first.id);
    let isDone = false;
    const live = {
      show: (frame: string) => {
        if (frame.includes('importing') && !isDone) {
          isDone = true;
          void finish('again.csv', 'completed');
        }
      },
      done: () => {},
    };
    const { code, out } = await terminal.run(importing(file), { live });
    expect(code).toBe(0);
    expect(out).toMatch(/taken +1/);
    expect(out).toContain('phone.too_short');
    expect(await terminal.json(['contacts', 'follow', first.id])).toMatchObject({
      import: { state: 'completed' },
      rows: [{ line: 3, code: 'phone.too_short' }],
    });
  });

  it('ends with 1 when the import failed', async () => {
    const file = csv('bad.csv', ['+12125550125,Ann']);
    const { id } = (await terminal.json(importing(file, '--detach'))) as { id: string };
    await finish('bad.csv', 'failed', 'import.header_not_valid');
    const { code, out } = await terminal.run(['contacts', 'follow', id]);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('import.header_not_valid') });
  });

  it('says at Ctrl-C that the import goes on, and how to follow it', async () => {
    const ending = new AbortController();
    const live = { show: (frame: string) => frame.includes('importing') && ending.abort(), done: () => {} };
    const file = csv('slow.csv', ['+12125550126,Ann']);
    const { code, error } = await terminal.run(importing(file), { live, signal: ending.signal });
    expect({ code, error }).toEqual({
      code: 130,
      error: expect.stringContaining('evercall contacts follow '),
    });
  });

  it.each([
    ['a file that is not there', 2, ['gone.csv', '--list', 'x', '--source', 'y']],
    ['no source', 2, ['gone.csv', '--list', 'x']],
    ['an empty file', 5, ['empty.csv', '--list', 'x', '--source', 'y']],
  ])('refuses %s', async (_what, code, args) => {
    writeFileSync(join(terminal.folder, 'empty.csv'), '');
    expect(await terminal.run(['contacts', 'import', ...args])).toMatchObject({ code });
  });
});

describe('evercall contacts', () => {
  it('lists, shows and explains', async () => {
    const id = await addContact(terminal.world(), terminal.world().ours, '+12125550177');
    const found = (await terminal.json(['contacts', 'list', '--phone', '+12125550177'])) as { id: string }[];
    expect(found.map((one) => one.id)).toEqual([id]);
    expect((await terminal.run(['contacts', 'show', id])).out).toContain('+12125550177');
    const why = await terminal.run(['contacts', 'why', id]);
    expect(why).toMatchObject({ code: 0, out: expect.stringContaining('No dial was ever decided on.') });
  });

  it('goes through the pages for --all, and stops at --limit', async () => {
    const { ours } = terminal.world();
    for (let count = 0; count < 3; count++) await addContact(terminal.world(), ours);
    const two = (await terminal.json(['contacts', 'list', '--limit', '2'])) as unknown[];
    const all = (await terminal.json(['contacts', 'list', '--all'])) as unknown[];
    expect(two).toHaveLength(2);
    expect(all.length).toBeGreaterThan(2);
    expect((await terminal.run(['lists', 'list'])).out).toContain('People');
  });
});
