import type { Carrier } from '../carrier.ts';
import type { OwnNumber } from '../numbers.ts';
import { rfc2822 } from '../webhooks/params.ts';
import { type ApiAnswer, type ApiRequest, accountRoute, json, type Route } from './api.ts';
import { ApiError } from './api-error.ts';
import { readHook } from './call-order.ts';
import { pageOf } from './paging.ts';

/** The account's numbers: list, fetch, update of their webhooks. */
export const numberRoutes: readonly Route[] = [
  accountRoute('GET', '/IncomingPhoneNumbers', listNumbers),
  accountRoute('GET', '/IncomingPhoneNumbers/{sid}', (carrier, request) =>
    json(resource(carrier, find(carrier, request))),
  ),
  accountRoute('POST', '/IncomingPhoneNumbers/{sid}', updateNumber),
];

function listNumbers(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const wanted = request.query.get('PhoneNumber');
  const name = request.query.get('FriendlyName');
  const numbers = carrier.numbers
    .all()
    .filter((number) => wanted === null || number.e164 === wanted)
    .filter((number) => name === null || number.friendlyName === name);
  return json(
    pageOf(carrier, request, 'incoming_phone_numbers', numbers, (number) => resource(carrier, number)),
  );
}

/** Webhook fields that an update may set, URL and method together; an empty URL takes it away. */
const HOOKS = [
  ['VoiceUrl', 'VoiceMethod', 'voiceUrl', 'voiceMethod'],
  ['VoiceFallbackUrl', 'VoiceFallbackMethod', 'voiceFallbackUrl', 'voiceFallbackMethod'],
  ['StatusCallback', 'StatusCallbackMethod', 'statusCallback', 'statusCallbackMethod'],
  ['SmsUrl', 'SmsMethod', 'smsUrl', 'smsMethod'],
] as const;

function updateNumber(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const number = find(carrier, request);
  const { form } = request;
  const changes = HOOKS.filter(([urlName]) => form.has(urlName)).map(
    ([urlName, methodName, urlField, methodField]) => {
      const hook = readHook(carrier, form, urlName, methodName);
      return { [urlField]: hook?.url ?? '', [methodField]: hook?.method ?? 'POST' };
    },
  );
  Object.assign(number, ...changes);
  number.friendlyName = form.get('FriendlyName') ?? number.friendlyName;
  number.updatedAtMs = carrier.clock.wallMs();
  return json(resource(carrier, number));
}

function find(carrier: Carrier, request: ApiRequest): OwnNumber {
  const number = carrier.numbers.bySid(request.params[0] as string);
  if (!number) throw new ApiError(20404);
  return number;
}

function resource(carrier: Carrier, number: OwnNumber): Readonly<Record<string, unknown>> {
  return {
    account_sid: carrier.config.accountSid,
    api_version: '2010-04-01',
    beta: false,
    capabilities: { voice: true, sms: true, mms: false, fax: false },
    date_created: rfc2822(number.createdAtMs),
    date_updated: rfc2822(number.updatedAtMs),
    friendly_name: number.friendlyName,
    phone_number: number.e164,
    sid: number.sid,
    sms_method: number.smsMethod,
    sms_url: number.smsUrl,
    status: 'in-use',
    status_callback: number.statusCallback,
    status_callback_method: number.statusCallbackMethod,
    uri: `${carrier.accountPath}/IncomingPhoneNumbers/${number.sid}.json`,
    voice_fallback_method: number.voiceFallbackMethod,
    voice_fallback_url: number.voiceFallbackUrl,
    voice_method: number.voiceMethod,
    voice_url: number.voiceUrl,
  };
}
