import { z } from 'zod';
import type { ProviderSecret } from '../../contracts/provider-key.schema.ts';
import type { KeyVerdict } from '../../domain/secrets/key-check.port.ts';

/** How one provider is asked: the cheapest read that needs a key and costs nothing. */
export interface HttpCheck {
  readonly baseUrl: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A success that does not look so is a proxy's or a portal's, not the provider's. */
  readonly shape: z.ZodType;
  /** What this provider says otherwise than by 401. */
  readonly judge?: (status: number, body: unknown) => KeyVerdict | undefined;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const anyList = z.object({ data: z.array(z.unknown()) });
const restricted: KeyVerdict = { result: 'valid', code: 'restricted' };
const refused = (code: string): KeyVerdict => ({ result: 'invalid', code });

const missingPermissions = z.object({ detail: z.object({ status: z.literal('missing_permissions') }) });
const stripePermission = z.object({ error: z.object({ message: z.string() }) });
const googleRefusal = z.object({
  error: z.object({ details: z.array(z.object({ reason: z.string().optional() })) }),
});

/**
 * How to ask about a key. Sources: each vendor's reference of the endpoint named in `path` (Twilio Account resource,
 * Telnyx balance, OpenAI and Anthropic models, Gemini models.list, Deepgram token details, ElevenLabs user, Stripe
 * balance).
 */
export function httpCheckOf(key: Exclude<ProviderSecret, { provider: 'smtp' }>): HttpCheck {
  switch (key.provider) {
    case 'twilio': {
      const { accountSid, authToken } = key.secret;
      const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
      return {
        baseUrl: 'https://api.twilio.com',
        path: `/2010-04-01/Accounts/${accountSid}.json`,
        headers: { authorization: `Basic ${basic}` },
        shape: z.object({ sid: z.literal(accountSid), status: z.string() }),
        judge: (status, body) => {
          const account = z.object({ status: z.string() }).safeParse(body);
          if (status !== 200 || !account.success || account.data.status === 'active') return undefined;
          return refused(`account_${account.data.status}`);
        },
      };
    }
    case 'telnyx':
      return {
        baseUrl: 'https://api.telnyx.com',
        path: '/v2/balance',
        headers: bearer(key.secret.apiKey),
        shape: z.object({ data: z.object({ balance: z.string() }) }),
      };
    case 'openai':
      return {
        baseUrl: 'https://api.openai.com',
        path: '/v1/models',
        headers: bearer(key.secret.apiKey),
        shape: anyList,
      };
    case 'anthropic':
      return {
        baseUrl: 'https://api.anthropic.com',
        path: '/v1/models?limit=1',
        headers: { 'x-api-key': key.secret.apiKey, 'anthropic-version': '2023-06-01' },
        shape: anyList,
      };
    case 'google':
      return {
        baseUrl: 'https://generativelanguage.googleapis.com',
        path: '/v1beta/models?pageSize=1',
        headers: { 'x-goog-api-key': key.secret.apiKey },
        shape: z.object({ models: z.array(z.unknown()) }),
        judge: (status, body) => {
          const reasons = googleRefusal.safeParse(body).data?.error.details.map(({ reason }) => reason);
          return status === 400 && reasons?.includes('API_KEY_INVALID') ? refused('unauthorized') : undefined;
        },
      };
    case 'deepgram':
      return {
        baseUrl: 'https://api.deepgram.com',
        path: '/v1/auth/token',
        headers: { authorization: `Token ${key.secret.apiKey}` },
        shape: z.object({ api_key_id: z.string() }),
      };
    case 'elevenlabs':
      return {
        baseUrl: 'https://api.elevenlabs.io',
        path: '/v1/user',
        headers: { 'xi-api-key': key.secret.apiKey },
        shape: z.object({ subscription: z.looseObject({}) }),
        judge: (status, body) =>
          status === 401 && missingPermissions.safeParse(body).success ? restricted : undefined,
      };
    case 'stripe':
      return {
        baseUrl: 'https://api.stripe.com',
        path: '/v1/balance',
        headers: bearer(key.secret.apiKey),
        shape: z.object({ object: z.literal('balance') }),
        judge: (status, body) =>
          status === 403 && stripePermission.safeParse(body).success ? restricted : undefined,
      };
  }
}
