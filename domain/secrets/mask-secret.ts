import type { ProviderSecret } from '../../contracts/provider-key.schema.ts';

const HIDDEN = '••••';
/** Shorter secrets show nothing: four characters would be too much of them. */
const LEAST_TO_SHOW = 20;

/** What of a key may be shown: whose it is, and the last four characters of a long secret. */
export function maskSecret(key: ProviderSecret): string {
  switch (key.provider) {
    case 'twilio':
      return `${key.secret.accountSid} ${tailOf(key.secret.authToken)}`;
    case 'smtp':
      return `${key.secret.user} at ${key.secret.host}:${key.secret.port} ${HIDDEN}`;
    case 'anthropic':
    case 'deepgram':
    case 'elevenlabs':
    case 'google':
    case 'openai':
    case 'stripe':
    case 'telnyx':
      return tailOf(key.secret.apiKey);
  }
}

function tailOf(secret: string): string {
  return secret.length < LEAST_TO_SHOW ? HIDDEN : `${HIDDEN}${secret.slice(-4)}`;
}
