import { DIGITS, FAR, LEAST_REPEAT, NEAR, swapQuotes } from './unfold-json.ts';

const LONGEST_REPEAT = LEAST_REPEAT + DIGITS.length - 2;
const NEAREST = DIGITS.length ** 2;
const FARTHEST = DIGITS.length ** 3;

/**
 * A JSON value as a text that refers back where it would repeat itself: a mark, one digit of length and two or three
 * of distance. A mark that means itself has the length 0. The same value always folds alike; undone by `unfoldJson`.
 * Pure. Source: Ziv and Lempel, "A universal algorithm for sequential data compression", 1977.
 */
export function foldJson(value: unknown): string {
  const text = swapQuotes(withoutPairs(JSON.stringify(value)));
  const latest = new Map<string, number>();
  let folded = '';
  for (let at = 0; at < text.length; ) {
    const distance = at - (latest.get(text.slice(at, at + LEAST_REPEAT)) ?? -FARTHEST);
    const isRepeat = distance <= FARTHEST && distance <= at;
    const length = isRepeat ? repeatedFrom(text, at - distance, at) : 1;
    folded += isRepeat ? reference(length, distance) : itself(text.charAt(at));
    for (const end = at + length; at < end; at += 1) latest.set(text.slice(at, at + LEAST_REPEAT), at);
  }
  return folded;
}

/** JSON with characters of two units written by their codes, so that no reference splits one. */
function withoutPairs(json: string): string {
  return json.replace(/[\ud800-\udfff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

function repeatedFrom(text: string, from: number, at: number): number {
  let length = LEAST_REPEAT;
  const most = Math.min(LONGEST_REPEAT, text.length - at);
  while (length < most && text[from + length] === text[at + length]) length += 1;
  return length;
}

function reference(length: number, distance: number): string {
  const far = distance - 1;
  const size = digit(length - LEAST_REPEAT + 1);
  const low = digit(Math.floor(far / DIGITS.length)) + digit(far);
  return distance <= NEAREST ? NEAR + size + low : FAR + size + digit(Math.floor(far / NEAREST)) + low;
}

function itself(char: string): string {
  return char === NEAR || char === FAR ? char + digit(0) : char;
}

/** The last digit of a number. */
function digit(number: number): string {
  return DIGITS.charAt(number % DIGITS.length);
}
