import { createHmac } from 'node:crypto';

/**
 * The `X-Twilio-Signature` of a request: base64 of HMAC-SHA1 over the URL as requested (query string included,
 * fragment not) followed by each POST parameter, name and value, sorted by name. A GET has no POST parameters: pass
 * {}. Source: Twilio documentation, "Webhooks Security", section "Validating Signatures from Twilio".
 */
export function signatureOf(
  authToken: string,
  url: string,
  params: Readonly<Record<string, string>>,
): string {
  const data = Object.keys(params)
    .sort()
    .reduce((text, name) => text + name + params[name], url);
  return createHmac('sha1', authToken).update(data, 'utf8').digest('base64');
}
