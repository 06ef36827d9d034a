import { RE2JS, RE2JSException } from 're2js';
import { z } from 'zod';
import type { PatternProgram, PatternStep } from './pattern.ts';

/** Longest program, bytes of its JSON: all letters of all scripts, or some hundred plain characters. */
const MAX_PROGRAM_BYTES = 10_000;
const LAST_CODE_POINT = 0x10ffff;
/** The last code point that is one unit of a text. */
const LAST_SHORT = 0xffff;
const NEWLINE = 10;
const FOLD_CASE = 1;

/** Letters that are the same as another one of which they are neither the capital nor the small form. */
const ODD_CASES = ['\u017f', '\u1e9e', '\u2126', '\u212a', '\u212b'];

/** Operations of RE2's programs, by their number. Source: RE2's `InstOp`, as re2js numbers them. */
const OPERATIONS = {
  split: [1, 2],
  goto: [3, 7],
  assert: [4],
  fail: [5],
  match: [6],
  char: [8, 9],
  any: [10],
  anyInLine: [11],
};

const programSchema = z.object({
  start: z.int(),
  inst: z.array(z.object({ op: z.int(), out: z.int(), arg: z.int(), runes: z.instanceof(Int32Array) })),
});

type Instruction = z.output<typeof programSchema>['inst'][number];

/** The letter in every case, as pairs; RE2 leaves that to the one who runs the program. */
function foldedRanges(code: number): number[] {
  const letter = String.fromCodePoint(code);
  const same = new RegExp(`^${letter.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')}$`, 'iu');
  const near = [letter, letter.toLowerCase(), letter.toUpperCase(), ...ODD_CASES];
  const forms = near
    .filter((one) => one.length <= 1 + Number((one.codePointAt(0) ?? 0) > LAST_SHORT) && same.test(one))
    .map((one) => one.codePointAt(0) ?? code);
  return [...new Set(forms)].toSorted((left, right) => left - right).flatMap((form) => [form, form]);
}

function rangesOf({ runes, arg }: Instruction): number[] {
  const [only] = runes;
  if (runes.length !== 1 || only === undefined) return [...runes];
  return (arg & FOLD_CASE) === 0 ? [only, only] : foldedRanges(only);
}

/** The number of a class; equal classes are kept once. */
function classIn(classes: number[][], ranges: number[]): number {
  const known = classes.findIndex(
    (one) => one.length === ranges.length && one.every((code, at) => code === ranges[at]),
  );
  return known === -1 ? classes.push(ranges) - 1 : known;
}

function stepOf(instruction: Instruction, classes: number[][]): PatternStep | null {
  const { op, out, arg } = instruction;
  const is = (name: keyof typeof OPERATIONS) => OPERATIONS[name].includes(op);
  if (is('match')) return ['match'];
  if (is('split')) return ['split', out, arg];
  if (is('goto')) return ['goto', out];
  if (is('assert')) return ['assert', arg, out];
  const char = (ranges: number[]): PatternStep => ['char', classIn(classes, ranges), out];
  if (is('fail')) return char([]);
  if (is('char')) return char(rangesOf(instruction));
  if (is('any')) return char([0, LAST_CODE_POINT]);
  return is('anyInLine') ? char([0, NEWLINE - 1, NEWLINE + 1, LAST_CODE_POINT]) : null;
}

/**
 * Compiles a regular expression of RE2 (no look-around, no back-references) to a program that needs no library to run;
 * why it cannot be used otherwise. re2js parses it, so what it accepts and means is what RE2 does.
 */
export function compilePattern(text: string): PatternProgram | { refused: string } {
  try {
    const { start, inst } = programSchema.parse(RE2JS.compile(text).re2().prog);
    const classes: number[][] = [];
    const steps = inst.map((one) => stepOf(one, classes));
    const known = steps.filter((step) => step !== null);
    if (known.length < steps.length) return { refused: 'It uses what flows do not offer.' };
    const program = { start, classes, steps: known };
    const isTooLarge = JSON.stringify(program).length > MAX_PROGRAM_BYTES;
    return isTooLarge ? { refused: 'It stands for too much: repeat less, or list fewer letters.' } : program;
  } catch (thrown) {
    if (thrown instanceof RE2JSException)
      return { refused: `It does not parse: ${thrown.message.replace(/^error parsing regexp: /, '')}.` };
    throw thrown;
  }
}
