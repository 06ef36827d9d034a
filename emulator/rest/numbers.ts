import type { Carrier } from '../carrier.ts';
import { type NumberSettings, numberSettingsSchema, type OwnNumber } from '../numbers.ts';
import { type ApiAnswer, type ApiRequest, accountRoute, json, noContent, type Route } from './api.ts';
import { ApiError } from './api-error.ts';
import { freeNumberIn } from './available-numbers.ts';
import { readHook } from './call-order.ts';
import { numberResource } from './number-resource.ts';
import { pageOf } from './paging.ts';

/** The account's numbers: list, buy, fetch, update, release. */
export const numberRoutes: readonly Route[] = [
  accountRoute('GET', '/IncomingPhoneNumbers', listNumbers),
  accountRoute('POST', '/IncomingPhoneNumbers', buyNumber),
  accountRoute('GET', '/IncomingPhoneNumbers/{sid}', (carrier, request) =>
    json(numberResource(carrier, find(carrier, request))),
  ),
  accountRoute('POST', '/IncomingPhoneNumbers/{sid}', updateNumber),
  accountRoute('DELETE', '/IncomingPhoneNumbers/{sid}', releaseNumber),
];

/** A number filter finds by a part of the number; `*` stands for anything, as Twilio has it. */
function listNumbers(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const wanted = (request.query.get('PhoneNumber') ?? '').replaceAll('*', '');
  const name = request.query.get('FriendlyName');
  const numbers = carrier.numbers
    .all()
    .filter((number) => number.e164.includes(wanted))
    .filter((number) => name === null || number.friendlyName === name);
  return json(
    pageOf(carrier, request, 'incoming_phone_numbers', numbers, (number) => numberResource(carrier, number)),
  );
}

/** By `PhoneNumber`, or any free one in an `AreaCode`. Throws ApiError 21421, 21422, 21451, 21452. */
function buyNumber(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const { form } = request;
  const e164 = form.get('PhoneNumber') ?? freeNumberIn(carrier, form.get('AreaCode') ?? '');
  if (!/^\+[1-9]\d{6,14}$/.test(e164)) throw new ApiError(21421, `PhoneNumber ${e164} is not valid`);
  if (carrier.numbers.byNumber(e164)) throw new ApiError(21422, `PhoneNumber ${e164} is not available`);
  const settings = readSettings(carrier, form);
  const number = carrier.numbers.add(e164, carrier.clock.wallMs());
  return json(numberResource(carrier, change(carrier, number, settings)), 201);
}

function updateNumber(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const number = find(carrier, request);
  return json(numberResource(carrier, change(carrier, number, readSettings(carrier, request.form))));
}

function releaseNumber(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const { e164 } = find(carrier, request);
  carrier.truth.write('number', { number: e164, released: true });
  carrier.numbers.remove(e164);
  return noContent;
}

/** Written to the truth file too, from which a restarted emulator knows it. */
function change(carrier: Carrier, number: OwnNumber, settings: Partial<NumberSettings>): OwnNumber {
  Object.assign(number, settings);
  number.updatedAtMs = carrier.clock.wallMs();
  carrier.truth.write('number', { number: number.e164, settings: numberSettingsSchema.parse(number) });
  return number;
}

/** Webhook fields, URL and method together; an empty URL takes it away. */
const HOOKS = [
  ['VoiceUrl', 'VoiceMethod', 'voiceUrl', 'voiceMethod'],
  ['VoiceFallbackUrl', 'VoiceFallbackMethod', 'voiceFallbackUrl', 'voiceFallbackMethod'],
  ['StatusCallback', 'StatusCallbackMethod', 'statusCallback', 'statusCallbackMethod'],
  ['SmsUrl', 'SmsMethod', 'smsUrl', 'smsMethod'],
  ['SmsFallbackUrl', 'SmsFallbackMethod', 'smsFallbackUrl', 'smsFallbackMethod'],
] as const;

/** What would send calls elsewhere than to the URLs; an empty one is what a number has. */
const ELSEWHERE = ['VoiceApplicationSid', 'SmsApplicationSid', 'TrunkSid'];

function readSettings(carrier: Carrier, form: URLSearchParams): Partial<NumberSettings> {
  const elsewhere = ELSEWHERE.find((name) => (form.get(name) ?? '') !== '');
  if (elsewhere !== undefined) throw new ApiError(20001, `${elsewhere} is not imitated by this emulator`);
  const changes = HOOKS.flatMap(([urlName, methodName, urlField, methodField]) => {
    // A method given alone changes the method of the URL that is there.
    const hook = readHook(carrier, form, urlName, methodName);
    const url = form.has(urlName) ? { [urlField]: hook?.url ?? '' } : {};
    const isMethodGiven = form.has(urlName) || form.has(methodName);
    const method = isMethodGiven ? { [methodField]: (form.get(methodName) ?? 'POST').toUpperCase() } : {};
    return [url, method];
  });
  const name = form.get('FriendlyName');
  const lookup = form.get('VoiceCallerIdLookup');
  return Object.assign(
    {},
    ...changes,
    name === null ? {} : { friendlyName: name },
    lookup === null ? {} : { voiceCallerIdLookup: lookup === 'true' },
  ) as Partial<NumberSettings>;
}

function find(carrier: Carrier, request: ApiRequest): OwnNumber {
  const number = carrier.numbers.bySid(request.params[0] as string);
  if (!number) throw new ApiError(20404);
  return number;
}
