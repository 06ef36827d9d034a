import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

const COSTLY = new Set(['PREMIUM_RATE', 'SHARED_COST', 'UAN', 'PERSONAL_NUMBER', 'PAGER']);

/**
 * Whether a flow may transfer a caller to a number: one that exists by its country's plan or could, and that nobody
 * earns by being called. A number that no plan knows (as those for films) passes: the carrier refuses it.
 */
export function isTransferTarget(e164: string): boolean {
  const type = parsePhoneNumberFromString(e164)?.getType();
  return type === undefined || !COSTLY.has(type);
}
