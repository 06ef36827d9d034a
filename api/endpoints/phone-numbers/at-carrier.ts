import { type NumberRow, readNumber } from '../../../db/numbers/number-row.ts';
import { readCarrierAccount } from '../../../db/numbers/carrier-account.ts';
import type { CarrierAccount } from '../../../domain/call/carrier.port.ts';
import { AppError } from '../../../domain/errors.ts';
import type { FindNumberResult, NumberFault } from '../../../domain/number/carrier-numbers.port.ts';
import { compareUrls } from '../../../domain/number/number-drift.ts';
import { type NumberUrls, ownNumberUrls } from '../../../domain/number/number-urls.ts';
import type { ApiDeps, Tx } from '../../deps.ts';
import type { CarrierLook } from './number-view.ts';

/** A number with the account that it lies in, and the addresses that it is to have. */
export interface KnownNumber {
  readonly row: NumberRow;
  readonly account: CarrierAccount;
  readonly wanted: NumberUrls;
}

/** Reads a number with its account, locked where asked. Throws `phone_number.not_found`. */
export async function knownNumber(deps: ApiDeps, tx: Tx, id: string, lock?: 'lock'): Promise<KnownNumber> {
  const row = await readNumber(tx, id, lock);
  const account = row && (await readCarrierAccount(tx, row.carrierAccountId));
  if (!account) throw new AppError({ code: 'phone_number.not_found' });
  return { row, account, wanted: await wantedUrls(deps, tx) };
}

/** The addresses that every number of the organization is to have. */
export async function wantedUrls(deps: ApiDeps, tx: Tx): Promise<NumberUrls> {
  const { rows } = await tx.query<{ ref: string }>('SELECT ref FROM organization');
  return ownNumberUrls(deps.settings, rows[0]?.ref ?? '');
}

/** Looks a number up at its carrier and compares; a carrier that does not answer is no error. */
export async function lookAtCarrier(
  deps: ApiDeps,
  { row, account, wanted }: KnownNumber,
): Promise<CarrierLook> {
  return compareWith(await deps.carrierNumbers.forAccount(account).findNumber(row.e164), row, wanted);
}

/** What an answer of the carrier says about a number. */
export function compareWith(found: FindNumberResult, row: NumberRow, wanted: NumberUrls): CarrierLook {
  if (found.kind === 'not_found') return { atCarrier: null, drift: { state: 'gone' } };
  if (found.kind !== 'found')
    return { atCarrier: null, drift: { state: 'unknown', reason: reasonOf(found) } };
  const { urls } = found.number;
  const drift = row.writtenUrls
    ? compareUrls(row.writtenUrls, wanted, urls)
    : { state: 'not_attached' as const };
  return { atCarrier: urls, drift };
}

function reasonOf(fault: NumberFault): string {
  if (fault.kind === 'refused') return `http_${fault.httpStatus}`;
  return fault.kind === 'unavailable' ? fault.reason : 'rate_limited';
}

/** The error that a request ends in when the carrier did not do what it was for. */
export function carrierError(fault: NumberFault): AppError {
  if (fault.kind === 'rate_limited')
    return new AppError({ code: 'carrier.rate_limited', retryAfterMs: 5_000 });
  if (fault.kind === 'unavailable') return new AppError({ code: 'carrier.unavailable' });
  const code = fault.carrierCode === null ? '' : ` (code ${fault.carrierCode})`;
  return new AppError({
    code: 'carrier.rejected',
    message: `The carrier answered ${fault.httpStatus}${code}.`,
  });
}
