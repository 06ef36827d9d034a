import type { IvrCase } from '../../contracts/ivr-suite.schema.ts';
import { type FlowFault, type FlowFaultCode, jsonPointer } from './flow-fault.ts';
import type { FlowGraph } from './graph.types.ts';
import { isContactReference } from './references.ts';

/**
 * What a scripted call brings that its flow does not declare: variables, calendars, a language. Pointers begin with
 * `base`, the place of the case. A run would pass over such names, and a slip of the pen would look like a pass. Pure.
 */
export function caseFaults(
  { variables, calendars = {}, languages }: FlowGraph,
  script: IvrCase,
  base: string,
): FlowFault[] {
  const fault = (code: FlowFaultCode, path: (string | number)[], what: string): FlowFault => {
    return { code, pointer: base + jsonPointer(path), message: `The flow declares no ${what}.` };
  };
  const strange = Object.keys(script.variables).filter(
    (name) => !Object.hasOwn(variables, name) && !isContactReference(name),
  );
  const closed = script.openCalendars.flatMap((name, index) =>
    Object.hasOwn(calendars, name)
      ? []
      : [fault('ivr_flow.unknown_calendar', ['openCalendars', index], `calendar "${name}"`)],
  );
  const { language } = script;
  const isSpoken = language === undefined || languages.includes(language);
  return [
    ...strange.map((name) => fault('ivr_flow.unknown_variable', ['variables', name], `variable "${name}"`)),
    ...closed,
    ...(isSpoken ? [] : [fault('ivr_flow.undeclared_language', ['language'], `language "${language}"`)]),
  ];
}
