import twilio from 'twilio';
import type {
  IncomingPhoneNumberInstance,
  IncomingPhoneNumberListInstancePageOptions,
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
import { isNotFound, readCarrierError } from './map-error.ts';
import { OneShotClient } from './one-shot-client.ts';

/** A person waits for these: two of them in a row stay well below the lease of a change. */
const LIMITS = { connectMs: 2_000, totalMs: 8_000 };
/** The largest page there is. Source: Twilio docs, "IncomingPhoneNumber resource", PageSize. */
const PAGE = 1_000;
const MOST_NUMBERS = 5_000;

type TwilioClient = ReturnType<typeof twilio>;

/** The numbers of Twilio accounts, over the unmodified `twilio` library; each request is sent once. */
export function createTwilioNumbers(): CarrierNumbersRegistry {
  return {
    forAccount({ accountSid, authToken, apiBaseUrl }): CarrierNumbersPort {
      const client = twilio(accountSid, authToken, {
        httpClient: new OneShotClient({ apiBaseUrl, ...LIMITS }),
      });
      return {
        findNumber: (e164) => findNumber(client, e164),
        listNumbers: () => listNumbers(client),
        writeUrls: (providerNumberId, urls) => writeUrls(client, providerNumberId, urls),
      };
    },
  };
}

/** The carrier matches parts of numbers as well: only the exact one is meant. */
async function findNumber(client: TwilioClient, e164: string): Promise<FindNumberResult> {
  try {
    const { instances } = await client.incomingPhoneNumbers.page({ phoneNumber: e164, pageSize: 50 });
    const found = instances.find(({ phoneNumber }) => phoneNumber === e164);
    return found ? { kind: 'found', number: toCarrierNumber(found) } : { kind: 'not_found' };
  } catch (thrown) {
    return faultOf(thrown);
  }
}

async function listNumbers(client: TwilioClient): Promise<ListNumbersResult> {
  const options: IncomingPhoneNumberListInstancePageOptions = { pageSize: PAGE };
  const numbers: CarrierNumber[] = [];
  try {
    let page: IncomingPhoneNumberPage | undefined = await client.incomingPhoneNumbers.page(options);
    while (page) {
      numbers.push(...page.instances.map(toCarrierNumber));
      if (numbers.length >= MOST_NUMBERS) return { kind: 'listed', numbers, isComplete: false };
      page = (await page.nextPage()) as IncomingPhoneNumberPage | undefined;
    }
    return { kind: 'listed', numbers, isComplete: true };
  } catch (thrown) {
    return faultOf(thrown);
  }
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
    return isNotFound(thrown) ? { kind: 'not_found' } : faultOf(thrown);
  }
}

function toCarrierNumber(number: IncomingPhoneNumberInstance): CarrierNumber {
  const { voice = false, sms = false, mms = false } = number.capabilities ?? {};
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
  const { status, code, reason } = readCarrierError(thrown);
  if (status === 429) return { kind: 'rate_limited' };
  if (status !== null && status >= 400 && status < 500 && status !== 408)
    return { kind: 'refused', httpStatus: status, carrierCode: code };
  return { kind: 'unavailable', reason };
}
