import type { Carrier } from '../carrier.ts';
import { rfc2822 } from '../webhooks/params.ts';
import { type ApiAnswer, accountRoute, json, type Route } from './api.ts';

/** The account itself: fetch. */
export const accountRoutes: readonly Route[] = [accountRoute('GET', '', fetchAccount)];

function fetchAccount(carrier: Carrier): ApiAnswer {
  const date = rfc2822(carrier.startedAtMs);
  const { accountSid } = carrier.config;
  return json({
    auth_token: '',
    date_created: date,
    date_updated: date,
    friendly_name: 'Carrier emulator',
    owner_account_sid: accountSid,
    sid: accountSid,
    status: 'active',
    subresource_uris: { calls: `${carrier.accountPath}/Calls.json` },
    type: 'Full',
    uri: `${carrier.accountPath}.json`,
  });
}
