import { numberUrl } from '../call/webhook-urls.ts';

/**
 * Where the carrier goes when a number is called, empty where it goes nowhere. An application or a trunk, where one is
 * set, answers instead of the addresses. Source: Twilio docs, "REST API: IncomingPhoneNumber resource".
 */
export interface NumberUrls {
  voiceUrl: string;
  voiceMethod: string;
  fallbackUrl: string;
  fallbackMethod: string;
  statusUrl: string;
  statusMethod: string;
  applicationId: string | null;
  trunkId: string | null;
}

/** The addresses of a number that nobody has set up. */
export const NO_URLS: NumberUrls = {
  voiceUrl: '',
  voiceMethod: 'POST',
  fallbackUrl: '',
  fallbackMethod: 'POST',
  statusUrl: '',
  statusMethod: 'POST',
  applicationId: null,
  trunkId: null,
};

/** Names of everything that is written and compared, in the order it is shown. */
export const NUMBER_URL_FIELDS = [
  'voiceUrl',
  'voiceMethod',
  'fallbackUrl',
  'fallbackMethod',
  'statusUrl',
  'statusMethod',
  'applicationId',
  'trunkId',
] as const satisfies readonly (keyof NumberUrls)[];

/** Where our own webhooks are, origins without a trailing slash. */
export interface WebhookOrigins {
  publicUrl: string;
  fallbackUrl: string;
}

/** The addresses that a number of an organization is to have. */
export function ownNumberUrls(origins: WebhookOrigins, orgRef: string): NumberUrls {
  const ours = { publicUrl: origins.publicUrl, orgRef };
  return {
    voiceUrl: numberUrl(ours, 'voice'),
    voiceMethod: 'POST',
    fallbackUrl: numberUrl({ publicUrl: origins.fallbackUrl, orgRef }, 'fallback'),
    fallbackMethod: 'POST',
    statusUrl: numberUrl(ours, 'status'),
    statusMethod: 'POST',
    applicationId: null,
    trunkId: null,
  };
}
