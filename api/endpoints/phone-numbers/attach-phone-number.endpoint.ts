import type { z } from 'zod';
import { attachPhoneNumberSchema, phoneNumberDetailSchema } from '../../../contracts/phone-number.schema.ts';
import { listCarrierAccounts, readCarrierAccount } from '../../../db/numbers/carrier-account.ts';
import {
  abandonChange,
  beginAttach,
  type BegunChange,
  finishAttach,
} from '../../../db/numbers/change-urls.ts';
import type { CarrierAccount } from '../../../domain/call/carrier.port.ts';
import { AppError } from '../../../domain/errors.ts';
import type { CarrierNumber, CarrierNumbersPort } from '../../../domain/number/carrier-numbers.port.ts';
import { areSameUrls, lookOf } from '../../../domain/number/number-drift.ts';
import type { NumberUrls } from '../../../domain/number/number-urls.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { carrierError, knownNumber, wantedUrls } from './at-carrier.ts';
import { toPhoneNumberDetail } from './number-view.ts';

type InOrg = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/**
 * Has the carrier send the calls of a number here. The row says what will be written, and keeps what was there, before
 * the carrier is written to: cut off anywhere, the same request again finishes it, and detaching undoes it.
 */
export const attachPhoneNumber = defineEndpoint({
  id: 'attachPhoneNumber',
  method: 'post',
  path: '/api/v1/phone-numbers',
  tag: 'phone-numbers',
  summary: 'Attach a number; writes its addresses at the carrier and remembers the old ones',
  description:
    'Keyed by the number itself: repeating it is harmless, finishes an attachment that was cut off, and mends drift.',
  auth: 'user',
  idempotent: true,
  commits: 'in_steps',
  body: attachPhoneNumberSchema,
  responses: {
    200: { description: 'The number was ours already.', schema: phoneNumberDetailSchema },
    201: { description: 'The number is ours now.', schema: phoneNumberDetailSchema },
  },
  errors: [
    'carrier.rate_limited',
    'carrier.rejected',
    'carrier.unavailable',
    'carrier_account.not_found',
    'flow.not_found',
    'phone_number.busy',
    'phone_number.no_voice',
    'phone_number.not_at_carrier',
  ],
  handle: async ({ deps, inOrg, principal, req, requestId, body }) => {
    const { account, wanted } = await inOrg(async (tx) => ({
      account: await accountFor(tx, body),
      wanted: await wantedUrls(deps, tx),
    }));
    const port = deps.carrierNumbers.forAccount(account);
    const atCarrier = await findCallable(port, body.number);
    const begun = await inOrg((tx) =>
      beginAttach(tx, {
        carrierAccountId: account.id,
        atCarrier,
        wanted,
        settings: body,
        nowMs: deps.clock.wallMs(),
      }),
    );
    await write(port, inOrg, { begun, atCarrier, wanted });
    const { row } = await inOrg(async (tx) => {
      await finishAttach(tx, begun);
      const known = await knownNumber(deps, tx, begun.id);
      const target = { kind: 'phone_number', id: begun.id };
      await audited({ principal, req, requestId }, tx, { action: 'phone_number.attached', target });
      return known;
    });
    const look = lookOf({ kind: 'found', number: { ...atCarrier, urls: wanted } }, row.writtenUrls, wanted);
    return { status: begun.isNew ? 201 : 200, body: toPhoneNumberDetail(row, look) };
  },
});

/** The account that is named, else the only one. */
async function accountFor(
  tx: Tx,
  { carrierAccountId }: z.output<typeof attachPhoneNumberSchema>,
): Promise<CarrierAccount> {
  if (carrierAccountId !== undefined) {
    const named = await readCarrierAccount(tx, carrierAccountId);
    if (!named) throw new AppError({ code: 'carrier_account.not_found' });
    return named;
  }
  const [only, ...others] = await listCarrierAccounts(tx);
  if (!only) throw new AppError({ code: 'carrier_account.not_found' });
  if (others.length === 0) return only;
  throw new AppError({
    code: 'request.not_valid',
    errors: [
      { pointer: '/carrierAccountId', code: 'required', message: 'The organization has several accounts.' },
    ],
  });
}

async function findCallable(port: CarrierNumbersPort, e164: string): Promise<CarrierNumber> {
  const found = await port.findNumber(e164);
  if (found.kind === 'not_found') throw new AppError({ code: 'phone_number.not_at_carrier' });
  if (found.kind !== 'found') throw carrierError(found);
  if (!found.number.capabilities.voice) throw new AppError({ code: 'phone_number.no_voice' });
  return found.number;
}

async function write(
  port: CarrierNumbersPort,
  inOrg: InOrg,
  { begun, atCarrier, wanted }: { begun: BegunChange; atCarrier: CarrierNumber; wanted: NumberUrls },
): Promise<void> {
  const written = await port.writeUrls(atCarrier.providerNumberId, wanted);
  if (written.kind === 'found' && areSameUrls(written.number.urls, wanted)) return;
  const isSilent = written.kind === 'unavailable' || written.kind === 'found';
  await inOrg((tx) => abandonChange(tx, begun, isSilent ? 'silent' : 'refused'));
  if (written.kind === 'not_found') throw new AppError({ code: 'phone_number.not_at_carrier' });
  if (written.kind !== 'found') throw carrierError(written);
  throw new AppError({
    code: 'carrier.rejected',
    message: 'The carrier did not take the addresses as they are.',
  });
}
