import { IANAZone } from 'luxon';
import type { Calendar } from '../../contracts/ivr-nodes/calendar.schema.ts';
import { type FlowFault, jsonPointer } from './flow-fault.ts';
import type { FlowWarning } from './flow-warning.ts';
import type { ParsedFlow } from './parsed-flow.ts';
import { RESERVED_NAMES } from './references.ts';

function calendarFaults(calendars: Readonly<Record<string, Calendar>>): FlowFault[] {
  return Object.entries(calendars).flatMap(([name, { zone, weekly }]): FlowFault[] => {
    const fault = (path: (string | number)[], message: string): FlowFault => {
      return { code: 'ivr_flow.bad_value', pointer: jsonPointer(['calendars', name, ...path]), message };
    };
    const hours = weekly.flatMap(({ from, to }, index) =>
      from < to
        ? []
        : [fault(['weekly', index, 'to'], 'Opening hours end after they begin, on the same day.')],
    );
    return IANAZone.create(zone).isValid
      ? hours
      : [...hours, fault(['zone'], `"${zone}" is not an IANA zone.`)];
  });
}

/** Faults of a flow apart from its nodes, which a shape alone cannot tell. */
export function shellFaults({ shell, outline }: ParsedFlow): FlowFault[] {
  const faults: FlowFault[] = [];
  if (shell && !shell.languages.includes(shell.defaultLanguage)) {
    const message = 'The default language is not among the languages of the flow.';
    faults.push({ code: 'ivr_flow.undeclared_language', pointer: '/defaultLanguage', message });
  }
  if (shell && new Set(shell.languages).size < shell.languages.length) {
    const message = 'A language is declared twice.';
    faults.push({ code: 'ivr_flow.bad_value', pointer: '/languages', message });
  }
  for (const name of outline.variables.filter((one) => RESERVED_NAMES.has(one))) {
    const message = `"${name}" has a meaning of its own in templates; choose another name.`;
    faults.push({ code: 'ivr_flow.bad_value', pointer: jsonPointer(['variables', name]), message });
  }
  return [...faults, ...calendarFaults(shell?.calendars ?? {})];
}

/** Variables and calendars that are declared and that no node names. */
export function shellWarnings({ outline }: ParsedFlow, used: ReadonlySet<string>): FlowWarning[] {
  const unused = (kind: 'variable' | 'calendar', names: readonly string[]) =>
    names
      .filter((name) => !used.has(name))
      .map(
        (name): FlowWarning => ({
          code: `ivr_flow.unused_${kind}`,
          pointer: jsonPointer([`${kind}s`, name]),
          message: `Nothing in the flow uses the ${kind} "${name}".`,
        }),
      );
  return [...unused('variable', outline.variables), ...unused('calendar', outline.calendars)];
}
