/** Begin a reference back: two digits of distance, or three. */
export const NEAR = '`';
export const FAR = '~';
/** Shortest text that is worth a reference. */
export const LEAST_REPEAT = 6;
/** Visible ASCII that JSON does not escape: what the numbers of references are written in. */
export const DIGITS = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
  .filter((char) => char !== '"' && char !== '\\')
  .join('');

/** The value of a text that `foldJson` has written. Pure; part of the workflow bundle. */
export function unfoldJson(folded: string): unknown {
  const chars: string[] = [];
  for (let at = 0; at < folded.length; at += 1) {
    const char = folded.charAt(at);
    if (char !== NEAR && char !== FAR) {
      chars.push(char);
      continue;
    }
    at += 1;
    const length = numberOf(folded.charAt(at));
    if (length === 0) {
      chars.push(char);
      continue;
    }
    const digits = char === NEAR ? 2 : 3;
    const from = chars.length - numberOf(folded.slice(at + 1, at + 1 + digits)) - 1;
    at += digits;
    // One by one: what is referred to may reach into what it brings.
    for (let index = 0; index < length + LEAST_REPEAT - 1; index += 1) chars.push(chars[from + index] ?? '');
  }
  return JSON.parse(swapQuotes(chars.join('')));
}

/** Apostrophes for quotes and back: a quote takes two bytes in the JSON around. */
export function swapQuotes(text: string): string {
  return text.replace(/["']/g, (quote) => (quote === '"' ? "'" : '"'));
}

function numberOf(digits: string): number {
  let number = 0;
  for (const digit of digits) number = number * DIGITS.length + DIGITS.indexOf(digit);
  return number;
}
