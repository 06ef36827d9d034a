import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { DialFacts } from './compliance.types.ts';
import { evaluate } from './evaluate.ts';
import { currentRulePack, rulesFor } from './rule-pack.ts';

const date = z.iso.date().nullable();
const packSchema = z.strictObject({
  version: z.string().regex(/^([a-z]+@\d+ ?)+$/),
  rules: z.array(
    z
      .strictObject({
        id: z.string().regex(/^[a-z]+\.[a-z-]+$/),
        countries: z
          .array(z.string().regex(/^[A-Z]{2}$/))
          .nonempty()
          .nullable(),
        regions: z
          .array(z.string().regex(/^[A-Z]{2}$/))
          .nonempty()
          .nullable(),
        purposes: z.array(z.enum(['informational', 'marketing'])).nonempty(),
        window: z.strictObject({
          startMinute: z.int().min(0).max(1439),
          endMinute: z.int().min(1).max(1440),
          weekdays: z.array(z.int().min(1).max(7)).nonempty(),
        }),
        basis: z.enum(['law', 'house']),
        citation: z.string().min(20),
        effectiveFrom: date,
        effectiveTo: date,
      })
      .refine(({ window }) => window.startMinute < window.endMinute)
      .refine(({ basis, effectiveFrom }) => basis === 'house' || effectiveFrom !== null),
  ),
});

function facts(at: string, over: Partial<DialFacts> = {}): DialFacts {
  return {
    ruleNowMs: Date.parse(at),
    phone: { e164Country: 'US', zones: ['America/New_York'], regions: ['NY'] },
    contact: { zone: null, region: null, country: null },
    purpose: 'marketing',
    window: { startMinute: 0, endMinute: 1440, weekdays: [1, 2, 3, 4, 5, 6, 7] },
    suppressed: null,
    attemptsInWindow: 0,
    capPerNumber: 3,
    capWindowHours: 24,
    oldestAttemptInWindowMs: null,
    ringTimeoutMs: 25_000,
    carrierQueueMs: 0,
    ...over,
  };
}

function ids(over: Partial<DialFacts>): string[] {
  return rulesFor(facts('2026-11-20T17:00:00Z', over), currentRulePack).map((rule) => rule.id);
}

describe('currentRulePack', () => {
  it('is valid, each rule with its citation, each law with its date', () => {
    expect(packSchema.safeParse(currentRulePack).error).toBeUndefined();
    const names = currentRulePack.rules.map((rule) => rule.id);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ['2026-11-20T13:59:00Z', 'America/Chicago', 'US', 'not_now'],
    ['2026-11-20T14:00:00Z', 'America/Chicago', 'US', 'allow'],
    ['2026-11-20T07:59:00Z', 'Europe/Madrid', 'ES', 'not_now'],
    ['2026-11-20T08:00:00Z', 'Europe/Madrid', 'ES', 'allow'],
    ['2026-11-21T11:00:00Z', 'Europe/Madrid', 'ES', 'not_now'],
    ['2026-11-20T06:59:00Z', 'Europe/Prague', 'CZ', 'not_now'],
    ['2026-11-20T20:59:00Z', 'Europe/London', 'GB', 'allow'],
    ['2026-11-20T21:00:00Z', 'Europe/London', 'GB', 'not_now'],
    ['2026-11-20T23:00:00Z', 'Europe/Paris', 'FR', 'not_now'],
  ])('at %s in %s (%s): %s', (at, zone, country, verdict) => {
    const phone = { e164Country: country, zones: [zone], regions: country === 'US' ? ['IL'] : [] };
    expect(evaluate(facts(at, { phone }), currentRulePack).verdict).toBe(verdict);
  });

  it('moves a commercial call to Spain from Saturday to Monday at nine', () => {
    const phone = { e164Country: 'ES', zones: ['Europe/Madrid'] };
    const verdict = evaluate(facts('2026-11-21T11:00:00Z', { phone }), currentRulePack);
    expect(verdict.nextAtMs).toBe(Date.parse('2026-11-23T08:00:00Z'));
  });
});

describe('rulesFor', () => {
  it('takes the strictest state that number or person may be in, all where it is unknown', () => {
    expect(ids({})).toEqual(['us.federal-hours']);
    expect(ids({ phone: { e164Country: 'US', zones: [], regions: ['FL'] } })).toContain('us.fl-hours');
    expect(ids({ contact: { zone: null, region: 'FL', country: null } })).toContain('us.fl-hours');
    expect(ids({ phone: { e164Country: 'US', zones: [] } })).toEqual([
      'us.federal-hours',
      'us.fl-hours',
      'us.ok-hours',
      'us.md-hours',
    ]);
  });

  it('joins the rules of the number and of the country in the list', () => {
    const contact = { zone: null, region: null, country: 'ES' };
    expect(ids({ contact })).toEqual(['es.commercial-hours', 'us.federal-hours']);
  });

  it('keeps house hours where no pack names the country', () => {
    expect(ids({ phone: { e164Country: 'FR', zones: [] } })).toEqual(['house.hours']);
    expect(ids({ phone: { e164Country: null, zones: [] } })).toEqual(['house.hours']);
  });

  it('tells selling from informing', () => {
    expect(ids({ purpose: 'informational' })).toEqual(['us.informational-hours']);
  });

  it('applies a rule from its first local day to its last', () => {
    const [rule] = currentRulePack.rules.filter((each) => each.id === 'us.federal-hours');
    if (!rule) throw new Error('us.federal-hours is gone');
    const dated = { ...rule, effectiveFrom: '2026-11-20', effectiveTo: '2026-11-20' };
    const at = (time: string) => evaluate(facts(time), { version: 't@1', rules: [dated] }).verdict;
    expect(at('2026-11-20T04:59:00Z')).toBe('allow');
    expect(at('2026-11-20T05:00:00Z')).toBe('not_now');
    expect(at('2026-11-21T04:59:00Z')).toBe('not_now');
    expect(at('2026-11-21T05:00:00Z')).toBe('allow');
  });
});
