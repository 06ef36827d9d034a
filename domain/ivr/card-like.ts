const DIGIT_RUN = /\d(?:[ -]?\d){12,}/g;
const LONGEST_CARD = 19;
/** First digits and lengths of Visa, Mastercard, American Express and Discover; others are met by the whole run alone. */
const KNOWN_CARDS: readonly [RegExp, readonly number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|2[2-7])/, [16]],
  [/^3[47]/, [15]],
  [/^6/, [16, 19]],
];

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isCardRun(digits: string): boolean {
  if (digits.length <= LONGEST_CARD && passesLuhn(digits)) return true;
  const lengths = KNOWN_CARDS.flatMap(([issuer, known]) => (issuer.test(digits) ? known : []));
  return lengths.some((length) => digits.length >= length && passesLuhn(digits.slice(0, length)));
}

/**
 * Whether a text holds what may be a payment card number: 13 to 19 digits with a right check digit, spaces or
 * dashes allowed, also when an expiry date or security code follows. Such input is refused everywhere but in a
 * payment. Source: ISO/IEC 7812-1, Luhn formula.
 */
export function isCardLike(text: string): boolean {
  return (text.match(DIGIT_RUN) ?? []).some((run) => isCardRun(run.replace(/\D/g, '')));
}
