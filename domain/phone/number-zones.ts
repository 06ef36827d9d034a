import table from './zones.json' with { type: 'json' };

const zoneSets: readonly (readonly string[])[] = table.zoneSets;
const prefixes: Readonly<Record<string, number>> = table.prefixes;
const countries: Readonly<Record<string, string>> = table.countries;
const regions: Readonly<Record<string, readonly string[]>> = table.regions;

const LONGEST_PREFIX = Math.max(...Object.keys(prefixes).map((prefix) => prefix.length));

function longestPrefix<T>(e164: string, values: Readonly<Record<string, T>>): T | undefined {
  for (let length = Math.min(LONGEST_PREFIX, e164.length - 1); length > 0; length--) {
    const value = values[e164.slice(1, length + 1)];
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * All IANA zones a number may be in, by its longest known prefix, sorted; empty when no prefix is known.
 * `e164` like +12125550123. A ported or roaming phone may be elsewhere; only an explicit zone can tell.
 * Source: Google libphonenumber time zone data through tools/zones/generate.py.
 */
export function zonesOf(e164: string): string[] {
  const set = longestPrefix(e164, prefixes);
  return set === undefined ? [] : [...(zoneSets[set] ?? [])];
}

/** ISO 3166-1 country of a number by prefix alone (a shared code's main country where no longer prefix tells), or null. */
export function countryOf(e164: string): string | null {
  return longestPrefix(e164, countries) ?? null;
}

/**
 * States or provinces (two letters, sorted) of a +1 number by its area code; empty where unknown.
 * Source: Google libphonenumber geocoding names; an area code may list a neighbour that shares a town with it.
 */
export function regionsOf(e164: string): string[] {
  return e164.startsWith('+1') ? [...(regions[e164.slice(1, 5)] ?? [])] : [];
}
