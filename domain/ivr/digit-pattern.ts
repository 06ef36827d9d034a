import { isCardLike } from './card-like.ts';

/** What a caller may be asked to type; the list is closed, so that no pattern of a flow can be slow or ambiguous. */
export const DIGIT_PATTERNS = [
  'digits',
  'date_ddmmyyyy',
  'date_mmddyyyy',
  'time_hhmm',
  'amount',
  'postal_code',
] as const;
export type DigitPattern = (typeof DIGIT_PATTERNS)[number];

function isoDate(day: string, month: string, year: string): string | null {
  const monthLengths = [31, Number(year) % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const leapException = Number(year) % 100 === 0 && Number(year) % 400 !== 0;
  if (leapException) monthLengths[1] = 28;
  const last = monthLengths[Number(month) - 1] ?? 0;
  const isReal = Number(year) >= 1900 && Number(day) >= 1 && Number(day) <= last;
  return isReal ? `${year}-${month}-${day}` : null;
}

function parts(typed: string, pattern: RegExp): string[] | null {
  return pattern.exec(typed)?.slice(1) ?? null;
}

/**
 * The value of typed keys, or null when they do not fit. Dates become `YYYY-MM-DD`, times `HH:MM`, amounts a decimal
 * with `*` as its point; digits have `minDigits` to `maxDigits` figures; a postal code has five. Whatever looks like
 * a payment card is refused.
 */
export function readDigits(
  typed: string,
  pattern: DigitPattern,
  minDigits: number,
  maxDigits: number,
): string | null {
  if (isCardLike(typed)) return null;
  if (pattern === 'digits') {
    return /^\d+$/.test(typed) && typed.length >= minDigits && typed.length <= maxDigits ? typed : null;
  }
  if (pattern === 'postal_code') return /^\d{5}$/.test(typed) ? typed : null;
  if (pattern === 'time_hhmm') return parts(typed, /^([01]\d|2[0-3])([0-5]\d)$/)?.join(':') ?? null;
  if (pattern === 'amount') {
    const [whole, decimals] = parts(typed, /^(\d{1,7})(?:\*(\d{1,2}))?$/) ?? [];
    return whole === undefined ? null : `${Number(whole)}.${(decimals ?? '').padEnd(2, '0')}`;
  }
  const [first, second, year] = parts(typed, /^(\d\d)(\d\d)(\d{4})$/) ?? [];
  if (first === undefined || second === undefined || year === undefined) return null;
  return pattern === 'date_ddmmyyyy' ? isoDate(first, second, year) : isoDate(second, first, year);
}

/** How many keys a pattern takes when that is fixed, so that no finish key is needed; else null. */
export function fixedDigits(pattern: DigitPattern, minDigits: number, maxDigits: number): number | null {
  if (pattern === 'digits') return minDigits === maxDigits ? maxDigits : null;
  if (pattern === 'amount') return null;
  return { date_ddmmyyyy: 8, date_mmddyyyy: 8, time_hhmm: 4, postal_code: 5 }[pattern];
}
