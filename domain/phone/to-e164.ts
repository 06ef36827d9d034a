import {
  isSupportedCountry,
  validatePhoneNumberLength,
  ParseError,
  parsePhoneNumberWithError,
  type CountryCode,
} from 'libphonenumber-js/max';

/** Why a text is no phone number that can be dialled. */
export type PhoneFaultCode =
  | 'phone.empty'
  | 'phone.not_a_number'
  | 'phone.no_country'
  | 'phone.too_short'
  | 'phone.too_long'
  | 'phone.not_valid'
  | 'phone.extension';

export type PhoneResult = { ok: true; e164: string } | { ok: false; code: PhoneFaultCode };

const PARSE_FAULTS: Readonly<Record<string, PhoneFaultCode>> = {
  NOT_A_NUMBER: 'phone.not_a_number',
  INVALID_COUNTRY: 'phone.no_country',
  TOO_SHORT: 'phone.too_short',
  TOO_LONG: 'phone.too_long',
  INVALID_LENGTH: 'phone.not_valid',
};

/** Longest text that is looked at; anything longer is no number in any notation. */
const LONGEST_TEXT = 40;

/** Whether a text is already in the form we store: + and 7 to 15 digits, the first not 0. Source: ITU-T E.164, 6.2. */
export function looksLikeE164(text: string): boolean {
  return /^\+[1-9][0-9]{6,14}$/.test(text);
}

function isCountry(country: string | null): country is CountryCode {
  return country !== null && isSupportedCountry(country);
}

/**
 * A number as people write it, as E.164 (+420300000123), or a coded fault. `defaultCountry` is ISO 3166-1 alpha-2,
 * used for national notation; without it only international notation (+, or 00 where the country dials so) is taken.
 * Lengths and known ranges are checked, not whether anybody has the number. Numbers with an extension are refused.
 */
export function toE164(raw: string, defaultCountry: string | null = null): PhoneResult {
  const text = raw.trim();
  if (text === '') return { ok: false, code: 'phone.empty' };
  if (text.length > LONGEST_TEXT) return { ok: false, code: 'phone.too_long' };
  try {
    const options = { extract: false, ...(isCountry(defaultCountry) ? { defaultCountry } : {}) };
    const phone = parsePhoneNumberWithError(text, options);
    if (phone.ext !== undefined) return { ok: false, code: 'phone.extension' };
    const lengthFault = validatePhoneNumberLength(phone.number);
    if (lengthFault !== undefined) return { ok: false, code: PARSE_FAULTS[lengthFault] ?? 'phone.not_valid' };
    if (!looksLikeE164(phone.number)) return { ok: false, code: 'phone.not_valid' };
    return { ok: true, e164: phone.number };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { ok: false, code: PARSE_FAULTS[error.message] ?? 'phone.not_a_number' };
  }
}

const possibleShapes = new Map<string, boolean>();

/**
 * Whether a text is E.164 already and `toE164` would leave it as it is. Fast enough for each row of a big file: what
 * decides is the calling code and the length, so each pair of both is parsed once.
 */
export function isDialableE164(text: string): boolean {
  if (!looksLikeE164(text)) return false;
  const shape = `${text.slice(0, 5)}/${text.length}`;
  let isPossible = possibleShapes.get(shape);
  if (isPossible === undefined) {
    const parsed = toE164(text);
    isPossible = parsed.ok && parsed.e164 === text;
    possibleShapes.set(shape, isPossible);
  }
  return isPossible;
}
