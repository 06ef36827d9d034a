import { type NumberRow, readNumber } from '../../../db/numbers/number-row.ts';
import { readCarrierAccount } from '../../../db/numbers/carrier-account.ts';
import type { CarrierAccount } from '../../../domain/call/carrier.port.ts';
import { AppError } from '../../../domain/errors.ts';
import type { NumberFault } from '../../../domain/number/carrier-numbers.port.ts';
import { type CarrierLook, lookOf } from '../../../domain/number/number-drift.ts';
import { type NumberUrls, ownNumberUrls } from '../../../domain/number/number-urls.ts';
import type { ApiDeps, Tx } from '../../deps.ts';

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
  const answer = await deps.carrierNumbers.forAccount(account).findNumber(row.e164);
  return lookOf(answer, row.writtenUrls, wanted);
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
