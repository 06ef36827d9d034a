import twilio from 'twilio';
import type {
  IncomingPhoneNumberInstance,
  IncomingPhoneNumberPage,
} from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type {
  CarrierNumber,
  CarrierNumbersPort,
  CarrierNumbersRegistry,
  FindNumberResult,
  ListNumbersResult,
  NumberFault,
} from '../../domain/number/carrier-numbers.port.ts';
import type { NumberUrls } from '../../domain/number/number-urls.ts';
import { type CarrierTokens, plainCarrierTokens } from '../secrets/carrier-token.ts';
import { isNotFound, readCarrierError } from './map-error.ts';
import { NotSentError, OneShotClient } from './one-shot-client.ts';

/** A person waits for these: two of them in a row stay well below the lease of a change. */
const LIMITS = { connectMs: 2_000, totalMs: 8_000 };
/** The largest page there is. Source: Twilio docs, "IncomingPhoneNumber resource", PageSize. */
const PAGE = 1_000;
const MOST_NUMBERS = 5_000;

type TwilioClient = ReturnType<typeof twilio>;

/** The numbers of Twilio accounts, over the unmodified `twilio` library; each request is sent once. */
export function createTwilioNumbers(
  tokens: Pick<CarrierTokens, 'open'> = plainCarrierTokens,
): CarrierNumbersRegistry {
  return {
    forAccount(account): CarrierNumbersPort {
      const httpClient = new OneShotClient({ apiBaseUrl: account.apiBaseUrl, ...LIMITS });
      const client = async () => twilio(account.accountSid, await tokens.open(account), { httpClient });
      return {
        findNumber: (e164) => orFault(async () => findNumber(await client(), e164)),
        listNumbers: () => orFault(async () => listNumbers(await client())),
        writeUrls: (providerNumberId, urls) =>
          orFault(async () => writeUrls(await client(), providerNumberId, urls)),
      };
    },
  };
}

/** Nothing that a network or a carrier can do is thrown. */
async function orFault<T>(ask: () => Promise<T>): Promise<T | NumberFault> {
  try {
    return await ask();
  } catch (thrown) {
    return faultOf(thrown);
  }
}

/** The carrier matches parts of numbers as well: only the exact one is meant. */
async function findNumber(client: TwilioClient, e164: string): Promise<FindNumberResult> {
  const { instances } = await client.incomingPhoneNumbers.page({ phoneNumber: e164, pageSize: 50 });
  const found = instances.find(({ phoneNumber }) => phoneNumber === e164);
  return found ? { kind: 'found', number: toCarrierNumber(found) } : { kind: 'not_found' };
}

async function listNumbers(client: TwilioClient): Promise<ListNumbersResult> {
  const numbers: CarrierNumber[] = [];
  let page: IncomingPhoneNumberPage | undefined = await client.incomingPhoneNumbers.page({ pageSize: PAGE });
  while (page) {
    numbers.push(...page.instances.map(toCarrierNumber));
    if (numbers.length >= MOST_NUMBERS) return { kind: 'listed', numbers, isComplete: false };
    page = (await page.nextPage()) as IncomingPhoneNumberPage | undefined;
  }
  return { kind: 'listed', numbers, isComplete: true };
}

/**
 * An application or a trunk would answer instead of the addresses. Naming one takes the other away, so a trunk is
 * written alone. Source: Twilio docs, "IncomingPhoneNumber resource", VoiceApplicationSid and TrunkSid.
 */
async function writeUrls(
  client: TwilioClient,
  providerNumberId: string,
  urls: NumberUrls,
): Promise<FindNumberResult> {
  try {
    const written = await client.incomingPhoneNumbers(providerNumberId).update({
      voiceUrl: urls.voiceUrl,
      voiceMethod: urls.voiceMethod,
      voiceFallbackUrl: urls.fallbackUrl,
      voiceFallbackMethod: urls.fallbackMethod,
      statusCallback: urls.statusUrl,
      statusCallbackMethod: urls.statusMethod,
      ...(urls.trunkId === null
        ? { trunkSid: '', voiceApplicationSid: urls.applicationId ?? '' }
        : { trunkSid: urls.trunkId }),
    });
    return { kind: 'found', number: toCarrierNumber(written) };
  } catch (thrown) {
    if (isNotFound(thrown)) return { kind: 'not_found' };
    throw thrown;
  }
}

function toCarrierNumber(number: IncomingPhoneNumberInstance): CarrierNumber {
  const { voice, sms, mms } = number.capabilities;
  return {
    providerNumberId: number.sid,
    e164: number.phoneNumber,
    label: number.friendlyName || null,
    capabilities: { voice, sms, mms },
    urls: {
      voiceUrl: number.voiceUrl ?? '',
      voiceMethod: number.voiceMethod || 'POST',
      fallbackUrl: number.voiceFallbackUrl ?? '',
      fallbackMethod: number.voiceFallbackMethod || 'POST',
      statusUrl: number.statusCallback ?? '',
      statusMethod: number.statusCallbackMethod || 'POST',
      applicationId: number.voiceApplicationSid || null,
      trunkId: number.trunkSid || null,
    },
  };
}

function faultOf(thrown: unknown): NumberFault {
  if (thrown instanceof NotSentError) return { kind: 'unavailable', reason: thrown.message.toLowerCase() };
  const { status, code, reason } = readCarrierError(thrown);
  if (status === 429) return { kind: 'rate_limited' };
  if (status !== null && status >= 400 && status < 500 && status !== 408)
    return { kind: 'refused', httpStatus: status, carrierCode: code };
  return { kind: 'unavailable', reason };
}
