import { describe, expect, it } from '@jest/globals';
import { IANAZone } from 'luxon';
import { countryOf, regionsOf, zonesOf } from './number-zones.ts';
import table from './zones.json' with { type: 'json' };

describe('zonesOf', () => {
  it.each([
    ['+12125550123', ['America/New_York']],
    ['+18085550101', ['Pacific/Honolulu']],
    ['+16025550101', ['America/Phoenix']],
    ['+19075550101', ['America/Adak', 'America/Anchorage']],
    ['+420300000123', ['Europe/Prague']],
    ['+34928', ['Atlantic/Canary']],
    ['+34911', ['Europe/Madrid']],
    ['+34300000000', ['Atlantic/Canary', 'Europe/Madrid']],
    ['+346', ['Atlantic/Canary', 'Europe/Madrid']],
  ])('%s is in %j', (e164, zones) => {
    expect(zonesOf(e164)).toEqual(zones);
  });

  it('knows all zones of a country whose shorter prefix alone matches, and none of no country', () => {
    expect(zonesOf('+1800').length).toBeGreaterThan(20);
    expect(zonesOf('+99912345678')).toEqual([]);
  });

  it('names only zones that the runtime knows', () => {
    const unknown = [...new Set(table.zoneSets.flat())].filter((zone) => !IANAZone.isValidZone(zone));
    expect(unknown).toEqual([]);
  });

  it('gives every number of a known calling code a zone', () => {
    const without = Object.keys(table.countries).filter(
      (prefix) => zonesOf(`+${prefix}5550123`).length === 0,
    );
    expect(without).toEqual([]);
  });
});

describe('countryOf and regionsOf', () => {
  it('tells countries of a shared code by longer prefixes', () => {
    expect(['+12125550123', '+14165550123', '+77', '+7495'].map(countryOf)).toEqual(['US', 'CA', 'KZ', 'RU']);
    expect(countryOf('+99912345678')).toBeNull();
  });

  it('tells the state of an area code, and nothing of others', () => {
    expect(regionsOf('+13055550123')).toEqual(['FL']);
    expect(regionsOf('+12025550123')).toEqual(['DC']);
    expect(regionsOf('+1800')).toEqual([]);
    expect(regionsOf('+420300000123')).toEqual([]);
  });
});
