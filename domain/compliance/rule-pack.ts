import type { DialFacts, RulePack, WindowRule } from './compliance.types.ts';
import cz from './rules/cz.json' with { type: 'json' };
import es from './rules/es.json' with { type: 'json' };
import gb from './rules/gb.json' with { type: 'json' };
import house from './rules/house.json' with { type: 'json' };
import us from './rules/us.json' with { type: 'json' };

/** Several packs as one; its version names each part, like `cz@1 es@1`. */
export function joinRulePacks(packs: readonly RulePack[]): RulePack {
  return {
    version: packs.map((pack) => pack.version).join(' '),
    rules: packs.flatMap((pack) => pack.rules),
  };
}

/** The rules in force for every organization: US, CZ, ES, GB, and our own caution elsewhere. A test checks the JSON. */
export const currentRulePack: RulePack = joinRulePacks([cz, es, gb, us, house] as RulePack[]);

function bindsRegion(rule: WindowRule, regions: readonly string[]): boolean {
  // An unknown state may be any state, so its strictest rule binds.
  return (
    rule.regions === null || regions.length === 0 || rule.regions.some((region) => regions.includes(region))
  );
}

/**
 * The rules that bind a number: those of every country and state that it or its person may be in, whatever their
 * dates. A country that no rule names, or no country at all, brings in the rules for all others.
 */
export function rulesFor(facts: DialFacts, rulepack: RulePack): WindowRule[] {
  const countries = [facts.phone.e164Country, facts.contact.country].filter((country) => country !== null);
  const regions = [...(facts.phone.regions ?? []), ...(facts.contact.region ? [facts.contact.region] : [])];
  const named = new Set(rulepack.rules.flatMap((rule) => rule.countries ?? []));
  const elsewhere = countries.length === 0 || countries.some((country) => !named.has(country));
  return rulepack.rules.filter(
    (rule) =>
      rule.purposes.includes(facts.purpose) &&
      bindsRegion(rule, regions) &&
      (rule.countries === null ? elsewhere : rule.countries.some((country) => countries.includes(country))),
  );
}
