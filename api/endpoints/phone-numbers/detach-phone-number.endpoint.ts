import { idParamsSchema } from '../../../contracts/common.schema.ts';
import {
  abandonChange,
  beginDetach,
  type BegunChange,
  finishDetach,
  openCampaignsOf,
} from '../../../db/numbers/change-urls.ts';
import { AppError } from '../../../domain/errors.ts';
import type { CarrierNumbersPort, FindNumberResult } from '../../../domain/number/carrier-numbers.port.ts';
import { areSameUrls, restoredUrls } from '../../../domain/number/number-drift.ts';
import type { ApiDeps, Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { carrierError, type KnownNumber, knownNumber } from './at-carrier.ts';

/** A number on its way out; `begun` null when nothing of ours is at the carrier. */
type Leaving = KnownNumber & { readonly begun: BegunChange | null };

/** Puts back at the carrier what was there before us, and lets the number go. Cut off anywhere, repeat it. */
export const detachPhoneNumber = defineEndpoint({
  id: 'detachPhoneNumber',
  method: 'delete',
  path: '/api/v1/phone-numbers/{id}',
  tag: 'phone-numbers',
  summary: 'Detach a number, restoring what was there',
  description:
    'What somebody else has written at the carrier in the meantime is left alone. A number that calls or campaigns of the past name stays in the list with attachment `none`, for their sake.',
  auth: 'user',
  params: idParamsSchema,
  responses: { 204: { description: 'Detached.' } },
  errors: [
    'carrier.rate_limited',
    'carrier.rejected',
    'carrier.unavailable',
    'phone_number.busy',
    'phone_number.in_use',
    'phone_number.not_found',
  ],
  handle: async ({ deps, inOrg, principal, req, requestId, params }) => {
    const leaving = await inOrg((tx) => begin(deps, tx, params.id));
    if (leaving.begun) await restore(deps, inOrg, leaving, leaving.begun);
    await inOrg(async (tx) => {
      const row = await finishDetach(tx, params.id);
      const target = { kind: 'phone_number', id: params.id };
      const deed = { action: 'phone_number.detached', target, detail: { row } };
      await audited({ principal, req, requestId }, tx, deed);
    });
    return { status: 204 };
  },
});

async function begin(deps: ApiDeps, tx: Tx, id: string): Promise<Leaving> {
  const known = await knownNumber(deps, tx, id, 'lock');
  const campaigns = await openCampaignsOf(tx, id);
  if (campaigns.length > 0) {
    const message = `Campaigns that have not finished call from it: ${campaigns.slice(0, 5).join(', ')}.`;
    throw new AppError({ code: 'phone_number.in_use', message });
  }
  return { ...known, begun: await beginDetach(tx, known.row, deps.clock.wallMs()) };
}

/** A number that the account does not have any more needs nothing. */
async function restore(
  deps: ApiDeps,
  inOrg: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  leaving: Leaving,
  begun: BegunChange,
): Promise<void> {
  const end = await putBack(deps.carrierNumbers.forAccount(leaving.account), leaving);
  if (end.kind === 'found' || end.kind === 'not_found') return;
  await inOrg((tx) => abandonChange(tx, begun, end.kind === 'unavailable' ? 'silent' : 'refused'));
  throw carrierError(end);
}

async function putBack(port: CarrierNumbersPort, { row }: KnownNumber): Promise<FindNumberResult> {
  const found = await port.findNumber(row.e164);
  if (found.kind !== 'found' || !row.writtenUrls || !row.previousUrls) return found;
  const { urls, providerNumberId } = found.number;
  const wanted = restoredUrls({ written: row.writtenUrls, previous: row.previousUrls, found: urls });
  return areSameUrls(wanted, urls) ? found : port.writeUrls(providerNumberId, wanted);
}
