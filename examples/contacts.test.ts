import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../domain/compliance/evaluate.ts';
import { currentRulePack } from '../domain/compliance/rule-pack.ts';
import { readHeader } from '../domain/import/contact-columns.ts';
import { RecordFramer } from '../domain/import/frame-records.ts';
import { type ImportRows, readRows } from '../domain/import/import-chunk.ts';
import { parseFrames } from '../domain/import/parse-frames.ts';
import { countryOf, regionsOf, zonesOf } from '../domain/phone/number-zones.ts';
import { exampleFiles } from './generate-contacts.ts';

/** The example contacts as an import reads them. */
function imported(): ImportRows {
  const file = readFileSync(join(import.meta.dirname, 'contacts.csv'));
  const { frames } = new RecordFramer(',', { byte: 0, line: 1 }).take(file, true);
  const [first, ...records] = parseFrames(frames, ',');
  const result = readHeader(first && 'cells' in first ? first.cells : []);
  if (!result.ok) throw new Error(result.problems.join());
  return readRows(records, result.header, { language: 'en', country: 'US', source: 'existing patients' });
}

describe('the example files', () => {
  it.each(Object.entries(exampleFiles()))('%s is what the generator writes', (name, text) => {
    expect(readFileSync(join(import.meta.dirname, name), 'utf8')).toBe(text);
  });

  it('hold 240 people, four bad rows and three repetitions', () => {
    const { contacts, refused } = imported();
    expect(contacts).toHaveLength(240);
    expect(refused.map((row) => [row.line, row.code])).toEqual([
      [23, 'phone.not_a_number'],
      [64, 'phone.too_short'],
      [95, 'duplicate.in_file'],
      [116, 'language.not_valid'],
      [147, 'duplicate.in_file'],
      [178, 'zone.not_valid'],
      [239, 'duplicate.in_file'],
    ]);
  });

  it('use numbers that reach nobody', () => {
    for (const { contact } of imported().contacts)
      expect(contact.phoneE164).toMatch(/^\+1\d{3}55501\d\d$|^\+420300000\d{3}$|^\+34300000\d{3}$/);
  });

  it('name a zone only where the number may be in it', () => {
    for (const { contact } of imported().contacts)
      if (contact.zone !== null) expect(zonesOf(contact.phoneE164)).toContain(contact.zone);
  });

  it.each(['2026-11-20', '2026-12-01', '2027-06-15'])(
    'may all be called at 17:00 UTC on %s, Hawaii excepted',
    (day) => {
      const closed = imported().contacts.filter(({ contact }) => {
        const phone = {
          e164Country: countryOf(contact.phoneE164),
          zones: zonesOf(contact.phoneE164),
          regions: regionsOf(contact.phoneE164),
        };
        const facts = {
          ruleNowMs: Date.parse(`${day}T17:00:00Z`),
          phone,
          contact,
          purpose: 'informational' as const,
          window: { startMinute: 480, endMinute: 1260, weekdays: [1, 2, 3, 4, 5, 6, 7] },
          suppressed: null,
          attemptsInWindow: 0,
          capPerNumber: 3,
          capWindowHours: 24,
          oldestAttemptInWindowMs: null,
          ringTimeoutMs: 25_000,
          carrierQueueMs: 0,
        };
        return evaluate(facts, currentRulePack).verdict !== 'allow';
      });
      expect(closed.map(({ contact }) => contact.region)).toEqual(['HI', 'HI', 'HI', 'HI', 'HI']);
    },
  );

  it('put two of the people on the do-not-call list', () => {
    const numbers = imported().contacts.map(({ contact }) => contact.phoneE164);
    const listed = readFileSync(join(import.meta.dirname, 'do-not-call.csv'), 'utf8').match(/^\+\d+/gm) ?? [];
    expect(listed).toHaveLength(2);
    expect(numbers).toEqual(expect.arrayContaining(listed));
  });

  it('give every number one persona', () => {
    const { numbers } = JSON.parse(readFileSync(join(import.meta.dirname, 'personas.json'), 'utf8')) as {
      numbers: { pattern: string; persona: string }[];
    };
    const used = imported().contacts.map(({ contact }) => {
      const matching = numbers.filter(({ pattern }) => new RegExp(pattern, 'iu').test(contact.phoneE164));
      expect(matching).toHaveLength(1);
      return matching[0]?.persona;
    });
    expect(new Set(used)).toEqual(new Set(numbers.map(({ persona }) => persona)));
  });
});
