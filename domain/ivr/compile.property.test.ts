import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FLOW_CAPABILITIES } from './capabilities.ts';
import { compileFlow } from './compile.ts';
import { flowArbitrary } from './flow-arbitrary.fixture.ts';
import { FLOW_FAULT_CODES } from './flow-fault.ts';
import { importStudioFlow } from './import-studio.ts';
import { startCursor, step } from './step.ts';

const options = { capabilities: FLOW_CAPABILITIES };
const CODES: ReadonlySet<string> = new Set(FLOW_FAULT_CODES);

/** Every place in a JSON value, as the object or list that holds it and the key. */
function places(
  value: unknown,
  found: [Record<string, unknown>, string][] = [],
): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return found;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    found.push([holder, key]);
    places(holder[key], found);
  }
  return found;
}

/** Values that a hand-written or broken document may hold anywhere. */
const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    'n1',
    '__proto__',
    'constructor',
    '{{ x',
    '{% for x in y %}',
    -1,
    1e308,
    [],
    {},
    null,
    '',
  ),
);

/** A sound flow with some of its values replaced, renamed or removed. */
const damaged = fc
  .tuple(
    flowArbitrary,
    fc.array(fc.tuple(fc.nat(), junk, fc.constantFrom('replace', 'remove', 'rename')), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([draft, damages]) => {
    const copy = structuredClone(draft) as unknown;
    for (const [at, value, how] of damages) {
      const all = places(copy);
      const [holder, key] = all[at % all.length] ?? [{}, ''];
      if (how === 'replace') holder[key] = value;
      if (how === 'rename') holder[`${key}_`] = holder[key];
      if (how !== 'replace') delete holder[key];
    }
    return copy;
  });

describe('whatever it is given', () => {
  it('the compiler answers with faults of its list or with a flow that runs', () => {
    let refused = 0;
    const compiles = fc.property(fc.oneof(damaged, damaged, damaged, junk), (draft) => {
      const result = compileFlow(draft, options);
      if (result.ok) {
        const { graph } = result.flow;
        const turn = step(graph, startCursor(graph), { type: 'start' }, { nowMs: 0 });
        return turn.failed === null || /no_branch|not_a_number/.test(turn.failed.code);
      }
      refused += 1;
      return (
        result.faults.length > 0 &&
        result.faults.every(({ code, pointer }) => CODES.has(code) && /^(\/|$)/.test(pointer))
      );
    });
    fc.assert(compiles, { numRuns: 2_000, seed: 4_402 });
    expect(refused).toBeGreaterThan(1_000);
    expect(refused).toBeLessThan(2_000);
  }, 60_000);

  it('the import of Studio flows answers', () => {
    const states = fc.array(
      fc.record(
        {
          name: fc.constantFrom('Trigger', 'a', 'b', '9 x', '__proto__'),
          type: fc.constantFrom(
            'trigger',
            'say-play',
            'gather-input-on-call',
            'split-based-on',
            'set-variables',
            'run-function',
          ),
          transitions: fc.array(
            fc.record({
              event: fc.constantFrom(
                'incomingCall',
                'match',
                'noMatch',
                'keypress',
                'timeout',
                'next',
                'audioComplete',
              ),
              next: fc.constantFrom('a', 'b', '9 x', 'gone', ''),
            }),
          ),
          properties: fc.dictionary(
            fc.constantFrom('say', 'play', 'variables', 'timeout', 'number_of_digits'),
            junk,
          ),
        },
        { requiredKeys: ['name', 'type'] },
      ),
    );
    const imports = fc.property(fc.oneof(fc.record({ states }), junk), (definition) => {
      const result = importStudioFlow(definition, 'en');
      if (result.ok) compileFlow(result.draft, options);
    });
    fc.assert(imports, { numRuns: 1_000, seed: 4_403 });
  }, 60_000);
});
