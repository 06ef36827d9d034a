import { describe, expect, it } from '@jest/globals';
import { type ContactHeader, readHeader } from './contact-columns.ts';
import { readRows } from './import-chunk.ts';
import { readContact } from './read-contact.ts';

const DEFAULTS = { language: 'en', country: 'US', source: 'own customers' } as const;

function header(...names: string[]): ContactHeader {
  const result = readHeader(names);
  if (!result.ok) throw new Error(result.problems.join());
  return result.header;
}

function read(row: Record<string, string>, defaults: Parameters<typeof readContact>[2] = DEFAULTS) {
  return readContact(Object.values(row), header(...Object.keys(row)), defaults);
}

describe('readContact', () => {
  it('reads a whole row', () => {
    const row = {
      phone: '+420 300 000 123',
      first_name: 'Jana',
      last_name: '=cmd',
      email: 'jana@example.com',
      language: 'CS-cz',
      zone: 'Europe/Prague',
      region: 'CZ-10',
      country: 'cz',
      external_id: 'A-1',
      priority: '-5',
      source: 'contract',
      plan: 'gold',
    };
    expect(read(row)).toEqual({
      ok: true,
      contact: {
        phoneE164: '+420300000123',
        firstName: 'Jana',
        lastName: 'cmd',
        email: 'jana@example.com',
        language: 'cs',
        zone: 'Europe/Prague',
        region: '10',
        country: 'CZ',
        externalId: 'A-1',
        priority: -5,
        source: 'contract',
        attributes: { plan: 'gold' },
      },
    });
  });

  it('takes null or the default for what is not said', () => {
    expect(read({ phone: '(212) 555-0123', zone: '', language: '', plan: '' })).toMatchObject({
      ok: true,
      contact: {
        phoneE164: '+12125550123',
        zone: null,
        region: null,
        firstName: null,
        language: 'en',
        country: 'US',
        priority: 0,
        source: 'own customers',
        attributes: {},
      },
    });
  });

  it('takes the country of the row for a national number, and that of the number where none is said', () => {
    expect(read({ phone: '300 000 123', country: 'CZ' })).toMatchObject({
      contact: { phoneE164: '+420300000123' },
    });
    expect(read({ phone: '+34300000000' })).toMatchObject({ contact: { country: 'ES' } });
  });

  it.each([
    [{ phone: '' }, 'phone.empty'],
    [{ phone: '=+12125550123' }, 'phone.not_a_number'],
    [{ phone: '4.20777E+11' }, 'phone.not_a_number'],
    [{ phone: '+12125550123', language: 'de' }, 'language.not_valid'],
    [{ phone: '+12125550123', zone: 'Mars/Olympus' }, 'zone.not_valid'],
    [{ phone: '+12125550123', region: 'somewhere' }, 'region.not_valid'],
    [{ phone: '+12125550123', country: 'Czechia' }, 'country.not_valid'],
    [{ phone: '+12125550123', email: 'nobody' }, 'email.not_valid'],
    [{ phone: '+12125550123', priority: '1.5' }, 'priority.not_valid'],
    [{ phone: '+12125550123', first_name: 'a\0b' }, 'row.nul'],
    [{ phone: '+12125550123', plan: 'x'.repeat(1_001) }, 'cell.too_long'],
  ])('refuses %j: %s', (row, code) => {
    expect(read(row)).toMatchObject({ ok: false, code });
  });

  it('refuses a row without source and one of another width', () => {
    expect(read({ phone: '+12125550123' }, { ...DEFAULTS, source: '' })).toMatchObject({
      code: 'source.missing',
    });
    expect(readContact(['+12125550123', 'x'], header('phone'), DEFAULTS)).toMatchObject({
      code: 'row.column_count',
      detail: '2 cells, the header has 1',
    });
  });

  it('takes a number with the apostrophe that exports and spreadsheets give it', () => {
    expect(read({ phone: "'+12125550123" })).toMatchObject({ contact: { phoneE164: '+12125550123' } });
  });

  it.each(['=1+1', "'=1+1", '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =+=1'])(
    'takes the formula out of %j',
    (cell) => {
      const result = read({ phone: '+12125550123', note: cell });
      expect(result.ok && result.contact.attributes['note']).toMatch(/^[^=+\-@\s]/);
    },
  );
});

describe('readRows', () => {
  it('keeps the first line of a number, says why of the others, and never repeats a value', () => {
    const cells = [['+12125550123'], ['(212) 555-0123'], ['secret 555'], ['+12125550124']];
    const records = cells.map((row, index) => ({ line: index + 2, cells: row }));
    const rows = readRows(records, header('phone'), DEFAULTS);
    expect(rows.contacts.map((each) => each.line)).toEqual([2, 5]);
    expect(rows.refused.map((row) => [row.line, row.code])).toEqual([
      [3, 'duplicate.in_file'],
      [4, 'phone.not_a_number'],
    ]);
    expect(JSON.stringify(rows.refused)).not.toContain('secret');
  });
});
