import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { countryOf } from '../phone/number-zones.ts';

const COSTLY = new Set(['PREMIUM_RATE', 'SHARED_COST', 'UAN', 'PERSONAL_NUMBER', 'PAGER']);

/** Area codes that are services (911 among them), and exchanges that cost. Source: NANPA, N11 codes and 976 exchanges. */
const NANP_SERVICE = /^\+1(?:[2-9]11|900|976|\d{3}976)/;

/**
 * Whether a flow may transfer a caller to a number: never to one that somebody earns by, to a short one such as those
 * for emergencies, or to one of no country (satellites); with `countries` (ISO 3166-1) only into these. A number that
 * could exist but is of no known range passes: the carrier refuses it.
 */
export function isTransferTarget(e164: string, countries?: ReadonlySet<string>): boolean {
  const phone = parsePhoneNumberFromString(e164);
  if (!phone?.isPossible() || NANP_SERVICE.test(e164)) return false;
  const type = phone.getType();
  if (type !== undefined && COSTLY.has(type)) return false;
  const country = phone.country ?? countryOf(e164);
  return country !== null && (countries?.has(country) ?? true);
}

/**
 * The countries into which an organization's flows may transfer: those of its setting, or where it has made none those
 * of its own numbers (E.164, or so much of them as tells their country).
 */
export function transferCountries(
  setting: readonly string[] | null,
  ownNumbers: readonly string[],
): ReadonlySet<string> {
  return new Set(setting ?? ownNumbers.map(countryOf).filter((country) => country !== null));
}
