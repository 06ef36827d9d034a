/**
 * One step of a compiled pattern. `char` takes one character of a class; `assert` passes where all its bits hold (the
 * bits below); the numbers at the end are where it goes on.
 */
export type PatternStep =
  | ['match']
  | ['char', inClass: number, next: number]
  | ['assert', bits: number, next: number]
  | ['split', one: number, other: number]
  | ['goto', next: number];

/** A regular expression as the interpreter runs it: plain JSON, made by `compilePattern` only. */
export interface PatternProgram {
  start: number;
  /** Classes of characters as [from, to] pairs of code points, in order: from, to, from, to … */
  classes: number[][];
  steps: PatternStep[];
}

/** Bits of `assert`, as RE2 numbers them. */
const BEGIN_LINE = 1;
const END_LINE = 2;
const BEGIN_TEXT = 4;
const END_TEXT = 8;
const WORD_BOUNDARY = 16;
const NO_WORD_BOUNDARY = 32;

const NEWLINE = 10;
const MAX_CODE_POINTS = 1_000;

function isWord(code: number | undefined): boolean {
  if (code === undefined) return false;
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)
  );
}

/** What holds between two neighbours; `undefined` is the end of the text. */
function assertionsBetween(before: number | undefined, after: number | undefined): number {
  return (
    (before === undefined ? BEGIN_TEXT | BEGIN_LINE : 0) |
    (after === undefined ? END_TEXT | END_LINE : 0) |
    (before === NEWLINE ? BEGIN_LINE : 0) |
    (after === NEWLINE ? END_LINE : 0) |
    (isWord(before) === isWord(after) ? NO_WORD_BOUNDARY : WORD_BOUNDARY)
  );
}

function isWithin(ranges: readonly number[], code: number): boolean {
  for (let at = 0; at < ranges.length; at += 2) {
    if (code < (ranges[at] ?? 0)) return false;
    if (code <= (ranges[at + 1] ?? 0)) return true;
  }
  return false;
}

/** Adds every step reached without taking a character; whether one of them is the match. A set grows while it is walked. */
function closes(open: Set<number>, steps: readonly PatternStep[], assertions: number): boolean {
  for (const at of open) {
    const step = steps[at];
    if (step?.[0] === 'match') return true;
    if (step?.[0] === 'split') open.add(step[1]).add(step[2]);
    if (step?.[0] === 'goto') open.add(step[1]);
    if (step?.[0] === 'assert' && (step[1] & ~assertions) === 0) open.add(step[2]);
  }
  return false;
}

/**
 * Whether a pattern is found anywhere in the first 1,000 characters of a text (`^` and `$` tie it to the ends). All ways are followed at
 * once, so the time is bounded by length of the text x length of the program, whatever the pattern. Pure.
 */
export function matchesPattern({ start, classes, steps }: PatternProgram, text: string): boolean {
  const codes = Array.from(text.slice(0, 2 * MAX_CODE_POINTS), (one) => one.codePointAt(0) ?? 0);
  codes.splice(MAX_CODE_POINTS);
  let open = new Set<number>();
  for (let at = 0; at <= codes.length; at += 1) {
    if (closes(open.add(start), steps, assertionsBetween(codes[at - 1], codes[at]))) return true;
    const code = codes[at];
    const next = new Set<number>();
    for (const one of open) {
      const step = steps[one];
      if (step?.[0] === 'char' && code !== undefined && isWithin(classes[step[1]] ?? [], code))
        next.add(step[2]);
    }
    open = next;
  }
  return false;
}
