import type { z } from 'zod';
import { syncPhoneNumbersSchema, syncResultSchema } from '../../../contracts/phone-number.schema.ts';
import { listCarrierAccounts, readCarrierAccount } from '../../../db/numbers/carrier-account.ts';
import { attachmentOf, type NumberRow, numbersOfAccount } from '../../../db/numbers/number-row.ts';
import { noteCarrierNumbers } from '../../../db/numbers/sync-numbers.ts';
import type { CarrierAccount } from '../../../domain/call/carrier.port.ts';
import { AppError } from '../../../domain/errors.ts';
import type { CarrierNumber } from '../../../domain/number/carrier-numbers.port.ts';
import { lookOf } from '../../../domain/number/number-drift.ts';
import type { NumberUrls } from '../../../domain/number/number-urls.ts';
import type { ApiDeps, Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { wantedUrls } from './at-carrier.ts';

type AccountResult = z.input<typeof syncResultSchema>['accounts'][number];

/** Reads which numbers the carrier accounts hold; writes nothing at the carrier, and attaches none. */
export const syncPhoneNumbers = defineEndpoint({
  id: 'syncPhoneNumbers',
  method: 'post',
  path: '/api/v1/phone-numbers/sync',
  tag: 'phone-numbers',
  summary: 'Read the numbers of the carrier accounts',
  description:
    'Brings the carrier’s id and the capabilities of our numbers up to date, and lists every number of each account with its drift: those of ours that are gone, and those that could be attached, among them.',
  auth: 'user',
  body: syncPhoneNumbersSchema,
  responses: { 200: { description: 'What each account holds.', schema: syncResultSchema } },
  errors: ['carrier_account.not_found'],
  handle: async ({ deps, inOrg, body }) => {
    const { accounts, wanted } = await inOrg(async (tx) => ({
      accounts: await accountsFor(tx, body.carrierAccountId),
      wanted: await wantedUrls(deps, tx),
    }));
    const results = await Promise.all(accounts.map((account) => syncAccount(deps, inOrg, account, wanted)));
    return { status: 200, body: { accounts: results } };
  },
});

async function accountsFor(tx: Tx, id: string | undefined): Promise<CarrierAccount[]> {
  if (id === undefined) return listCarrierAccounts(tx);
  const named = await readCarrierAccount(tx, id);
  if (!named) throw new AppError({ code: 'carrier_account.not_found' });
  return [named];
}

async function syncAccount(
  deps: ApiDeps,
  inOrg: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  account: CarrierAccount,
  wanted: NumberUrls,
): Promise<AccountResult> {
  const known = { carrierAccountId: account.id, provider: account.provider };
  const listed = await deps.carrierNumbers.forAccount(account).listNumbers();
  if (listed.kind !== 'listed') {
    return { ...known, state: listed.kind === 'refused' ? 'refused' : 'unavailable', numbers: [] };
  }
  const ours = await inOrg(async (tx) => {
    await noteCarrierNumbers(tx, account.id, listed.numbers);
    return numbersOfAccount(tx, account.id);
  });
  const oursByE164 = new Map(ours.map((row) => [row.e164, row]));
  const held = new Set(listed.numbers.map(({ e164 }) => e164));
  const missing = listed.isComplete ? ours.filter(({ e164 }) => !held.has(e164)) : [];
  return {
    ...known,
    state: listed.isComplete ? 'read' : 'incomplete',
    numbers: [
      ...listed.numbers.map((number) => toAccountNumber(number, oursByE164.get(number.e164), wanted)),
      ...missing.map(toMissing),
    ],
  };
}

function toAccountNumber(
  number: CarrierNumber,
  row: NumberRow | undefined,
  wanted: NumberUrls,
): AccountResult['numbers'][number] {
  return {
    number: number.e164,
    providerNumberId: number.providerNumberId,
    label: number.label,
    capabilities: number.capabilities,
    phoneNumberId: row?.id ?? null,
    attachment: row ? attachmentOf(row) : 'none',
    drift: row ? lookOf({ kind: 'found', number }, row.writtenUrls, wanted).drift.state : 'not_attached',
  };
}

function toMissing(row: NumberRow): AccountResult['numbers'][number] {
  return {
    number: row.e164,
    providerNumberId: row.providerNumberId,
    label: row.label,
    capabilities: row.capabilities,
    phoneNumberId: row.id,
    attachment: attachmentOf(row),
    drift: 'gone',
  };
}
