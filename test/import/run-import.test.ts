import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importSummary } from '../../db/imports/import-store.ts';
import { hashPhone } from '../../providers/crypto/hash-phone.ts';
import { type ImportFixture, importFixture } from './import-fixture.ts';
import { runImport } from '../../activities/import/run-import.ts';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await importFixture();
});
afterAll(() => fixture.close());

/** Imports a file into a list to its end; what became of it. */
async function importFile(
  file: string | Buffer,
  callListId?: string,
  over?: { source?: string; country?: string },
) {
  const list = callListId ?? (await fixture.newList());
  const importId = await fixture.newImport(list, file, over);
  await runImport(fixture.run(importId));
  const summary = await importSummary(fixture.pool, fixture.orgId, importId);
  const refused = await fixture.rows<{ line: number; code: string; reason: string }>(
    `SELECT line_no AS line, code, reason FROM contact_import_row WHERE import_id = $1 ORDER BY line_no`,
    [importId],
  );
  const onList = await fixture.rows<{
    phone: string;
    name: string | null;
    priority: number;
    zone: string | null;
  }>(
    `SELECT p.phone_e164 AS phone, p.first_name AS name, m.priority, c.zone FROM call_list_member m
       JOIN contact c ON c.org_id = m.org_id AND c.id = m.contact_id
       JOIN contact_pii p ON p.org_id = m.org_id AND p.contact_id = m.contact_id
      WHERE m.call_list_id = $1 ORDER BY phone`,
    [list],
  );
  return { list, importId, summary, refused, onList };
}

/** A number of the fictional exchange 555-01xx of an area code. */
function number(area: number, line: number): string {
  return `+1${area}55501${String(line).padStart(2, '0')}`;
}

describe('runImport', () => {
  it('takes good rows, refuses bad ones by line and reason, and counts the rest', async () => {
    const file = [
      'phone,first_name,zone,priority,city',
      `${number(212, 1)},Ann,America/New_York,5,"New\nYork"`,
      `${number(212, 2)},=HYPERLINK,,,`,
      'nonsense,Bad,,,',
      `${number(212, 3)},Zone,Nowhere/Land,,`,
      `${number(212, 1)},Again,,,`,
      `"${number(212, 4)},Open,,,`,
      `(212) 555-0105,Last,,,Tab\there`,
    ].join('\r\n');
    const { summary, refused, onList } = await importFile(file);
    expect(summary).toMatchObject({
      state: 'completed',
      accepted: 3,
      rejected: 3,
      duplicates: 1,
      suppressed: 0,
    });
    expect(summary?.byteOffset).toBe(Buffer.byteLength(file));
    expect(refused.map((row) => [row.line, row.code])).toEqual([
      [5, 'phone.not_a_number'],
      [6, 'zone.not_valid'],
      [7, 'duplicate.in_file'],
      [8, 'row.unbalanced_quote'],
    ]);
    expect(onList.map((row) => [row.phone, row.name, row.priority, row.zone])).toEqual([
      [number(212, 1), 'Ann', 5, 'America/New_York'],
      [number(212, 2), 'HYPERLINK', 0, null],
      [number(212, 5), 'Last', 0, null],
    ]);
    const cities = await fixture.rows(
      `SELECT attributes->>'city' AS city FROM contact WHERE attributes <> '{}' ORDER BY 1`,
    );
    expect(cities).toEqual([{ city: 'New\nYork' }, { city: 'Tab\there' }]);
  });

  it('stores the keyed hash of the number, its country and its source', async () => {
    const { importId } = await importFile('phone,source\n+420300000123,contract\n+420300000124,\n');
    const [organization] = await fixture.rows<{ key: Buffer }>(
      `SELECT phone_hash_key AS key FROM organization`,
    );
    const contacts = await fixture.rows<{ phone_hash: Buffer; source: string }>(
      `SELECT phone_hash, country, source, language FROM contact WHERE import_id = $1 ORDER BY source`,
      [importId],
    );
    expect(contacts).toMatchObject([
      { country: 'CZ', source: 'contract', language: 'en' },
      { country: 'CZ', source: 'own customers', language: 'en' },
    ]);
    expect(contacts[0]?.phone_hash).toEqual(hashPhone(organization?.key ?? Buffer.alloc(0), '+420300000123'));
  });

  it('tells a duplicate in the file, across transactions, from one on the list; a known contact joins another list', async () => {
    const people = Array.from({ length: 20 }, (_, line) => number(213, line));
    const first = await importFile(
      `phone,first_name\n${people.map((p) => `${p},First\n`).join('')}${people[0]},Again\n`,
    );
    expect(first.summary).toMatchObject({ accepted: 20, duplicates: 1 });
    expect(first.refused).toMatchObject([{ line: 22, code: 'duplicate.in_file' }]);
    const again = await importFile(
      `phone,first_name\n${people[3]},Second\n${number(213, 50)},New\n`,
      first.list,
    );
    expect(again.summary).toMatchObject({ accepted: 1, duplicates: 1, rejected: 0 });
    expect(again.refused).toMatchObject([{ line: 2, code: 'duplicate.in_list' }]);
    const other = await importFile(`phone,first_name\n${people[3]},Third\n`);
    expect(other.summary).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(other.onList).toMatchObject([{ phone: people[3], name: 'First' }]);
  });

  it('counts people on the do-not-call list, and takes them in', async () => {
    await importFile(`phone\n${number(214, 1)}\n`);
    await fixture.rows(
      `INSERT INTO suppression (org_id, phone_hash, source)
       SELECT c.org_id, c.phone_hash, 'list' FROM contact c JOIN contact_pii p ON p.contact_id = c.id
        WHERE p.phone_e164 = $1`,
      [number(214, 1)],
    );
    const { summary } = await importFile(`phone\n${number(214, 1)}\n${number(214, 2)}\n`);
    expect(summary).toMatchObject({ accepted: 2, suppressed: 1 });
  });

  it.each([
    ['an empty file', '', 'import.empty_file', null],
    ['a blank file', '\n\n', 'import.empty_file', null],
    ['a wrong header', 'telefon;jmeno\n1;2\n', 'import.header_not_valid', 'unknown: telefon, jmeno'],
    ['a binary file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xfe]), 'import.not_text', null],
    ['UTF-16', Buffer.from('\ufeffphone\n', 'utf16le'), 'import.not_text', null],
  ])('refuses %s as a whole', async (_, file, errorCode, reason) => {
    const { summary, refused } = await importFile(file);
    expect(summary).toMatchObject({ state: 'failed', errorCode, accepted: 0 });
    expect(refused.map((row) => row.line)).toEqual(reason === null ? [] : [1]);
    if (reason !== null) expect(refused[0]?.reason).toContain(reason);
  });

  it('completes a file of a header alone', async () => {
    expect((await importFile('phone\n')).summary).toMatchObject({
      state: 'completed',
      accepted: 0,
      rejected: 0,
    });
  });

  it('reads a byte order mark, semicolons, and refuses Latin-2 lines by number', async () => {
    const file = Buffer.concat([
      Buffer.from('\ufeffphone;first_name\r\n'),
      Buffer.from(`${number(215, 1)};Žofie\r\n`),
      Buffer.from(`${number(215, 2)};`),
      Buffer.from([0xae, 0x6f, 0x66, 0x69, 0x65, 0x0d, 0x0a]),
      Buffer.from(`${number(215, 3)};Plain\r\n`),
    ]);
    const { summary, refused, onList } = await importFile(file);
    expect(summary).toMatchObject({ state: 'completed', accepted: 2, rejected: 1 });
    expect(refused).toMatchObject([{ line: 3, code: 'row.not_utf8' }]);
    expect(onList.map((row) => row.name)).toEqual(['Žofie', 'Plain']);
  });

  it('fails when the file is gone, keeping what was imported', async () => {
    const importId = await fixture.newImport(await fixture.newList(), 'phone\n');
    await runImport(fixture.run(importId, { pathOf: () => '/nonexistent/file.csv' }));
    expect(await importSummary(fixture.pool, fixture.orgId, importId)).toMatchObject({
      state: 'failed',
      errorCode: 'import.file_missing',
    });
  });

  it('finds no import of another organization', async () => {
    const importId = await fixture.newImport(await fixture.newList(), 'phone\n');
    const run = { ...fixture.run(importId), orgId: '00000000-0000-4000-8000-000000000000' };
    await expect(runImport(run)).rejects.toMatchObject({ code: 'import.not_found' });
  });
});
