import { dictionary } from '@zxcvbn-ts/language-common';

/** What people put behind a word to make it longer: so many digits and signs change little for who guesses. */
const TAIL = /[\p{N}\p{P}\p{S}]{1,6}$/u;

/** Letters of a text that is nothing but repeated, as `abcabcabcabc`. */
const LONGEST_REPEATED = 4;

let words: ReadonlySet<string> | undefined;

/** 49,000 passwords out of leaks, and the product's own name. Source: zxcvbn-ts, language-common (MIT). */
function commonWords(): ReadonlySet<string> {
  words ??= new Set([...dictionary['passwords-common'], 'evercall']);
  return words;
}

/**
 * Whether a password is among those that are guessed first: one of the list in any letter case, one with up to six
 * digits or signs behind it, one of the list or four characters repeated.
 */
export function isCommonPassword(password: string): boolean {
  const plain = password.normalize('NFC').toLowerCase();
  const unit = repeatedUnit(plain);
  return [plain, plain.replace(TAIL, ''), unit].some(isListed) || unit.length <= LONGEST_REPEATED;
}

function isListed(text: string): boolean {
  return commonWords().has(text);
}

/** The shortest text that, repeated, gives the whole; the whole itself where there is none. */
function repeatedUnit(text: string): string {
  // A text is a repetition where it is found in its own double before its end.
  return text.slice(0, (text + text).indexOf(text, 1));
}
