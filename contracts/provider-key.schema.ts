import { z } from 'zod';
import { idSchema, instantSchema } from './common.schema.ts';
import { lineSchema } from './line.schema.ts';

/** Providers that an organization may bring its own key of. */
export const KEY_PROVIDERS = [
  'twilio',
  'telnyx',
  'openai',
  'anthropic',
  'google',
  'deepgram',
  'elevenlabs',
  'stripe',
  'smtp',
] as const;
export type KeyProvider = (typeof KEY_PROVIDERS)[number];

/** Visible ASCII, so that it fits a header. */
const token = z
  .string()
  .regex(/^[\x21-\x7e]{8,500}$/, 'It must be 8 to 500 visible ASCII characters.')
  .meta({ writeOnly: true });

const apiKeySecret = z.strictObject({ apiKey: token });
const twilioSecret = z.strictObject({
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'It must be AC and 32 hexadecimal digits.'),
  authToken: token,
});
const smtpSecret = z.strictObject({
  host: z.hostname().max(253),
  port: z.int().min(1).max(65_535).default(587),
  secure: z.boolean().default(false).meta({ description: 'TLS from the first byte, as on port 465.' }),
  user: z.string().min(1).max(320),
  password: z.string().min(1).max(500).meta({ writeOnly: true }),
});

/** What each provider's key is made of. */
const SECRETS = {
  twilio: twilioSecret,
  telnyx: apiKeySecret,
  openai: apiKeySecret,
  anthropic: apiKeySecret,
  google: apiKeySecret,
  deepgram: apiKeySecret,
  elevenlabs: apiKeySecret,
  stripe: apiKeySecret,
  smtp: smtpSecret,
} satisfies Record<KeyProvider, z.ZodObject>;

const label = lineSchema(100).default('default');
const keepPreviousSeconds = z
  .int()
  .min(0)
  .max(604_800)
  .default(86_400)
  .meta({ description: 'How long the key before is still accepted; 0 ends it at once.' });

const ofProvider = <P extends KeyProvider>(provider: P) => ({
  provider: z.literal(provider),
  secret: SECRETS[provider],
});

/** Body that stores a key. */
export const createProviderKeySchema = z
  .discriminatedUnion('provider', [
    z.strictObject({ ...ofProvider('twilio'), label }),
    z.strictObject({ ...ofProvider('telnyx'), label }),
    z.strictObject({ ...ofProvider('openai'), label }),
    z.strictObject({ ...ofProvider('anthropic'), label }),
    z.strictObject({ ...ofProvider('google'), label }),
    z.strictObject({ ...ofProvider('deepgram'), label }),
    z.strictObject({ ...ofProvider('elevenlabs'), label }),
    z.strictObject({ ...ofProvider('stripe'), label }),
    z.strictObject({ ...ofProvider('smtp'), label }),
  ])
  .meta({ id: 'CreateProviderKey' });

/** Body that puts a new secret in the place of a key's old one; `provider` is the key's own. */
export const rotateProviderKeySchema = z
  .discriminatedUnion('provider', [
    z.strictObject({ ...ofProvider('twilio'), keepPreviousSeconds }),
    z.strictObject({ ...ofProvider('telnyx'), keepPreviousSeconds }),
    z.strictObject({ ...ofProvider('openai'), keepPreviousSeconds }),
    z.strictObject({ ...ofProvider('anthropic'), keepPreviousSeconds }),
    z.strictObject({ ...ofProvider('google'), keepPreviousSeconds }),
    z.strictObject({ ...ofProvider('deepgram'), keepPreviousSeconds }),
    z.strictObject({ ...ofProvider('elevenlabs'), keepPreviousSeconds }),
    z.strictObject({ ...ofProvider('stripe'), keepPreviousSeconds }),
    z.strictObject({ ...ofProvider('smtp'), keepPreviousSeconds }),
  ])
  .meta({ id: 'RotateProviderKey' });

type SecretOf<P extends KeyProvider> = { provider: P; secret: z.output<(typeof SECRETS)[P]> };

/** A provider's name with its secret. */
export type ProviderSecret = { [P in KeyProvider]: SecretOf<P> }[KeyProvider];

/** What the provider said of a key: `unverified` when it could not be asked. */
export const keyValidationSchema = z
  .object({
    result: z.enum(['valid', 'invalid', 'unverified']),
    code: z.string().nullable().meta({ description: 'Why, as `unauthorized` or `timeout`.' }),
    at: instantSchema.nullable(),
  })
  .meta({ id: 'KeyValidation' });

/** A stored key; the secret itself is never given out. */
export const providerKeySchema = z
  .object({
    id: idSchema,
    provider: z.enum(KEY_PROVIDERS),
    label: z.string(),
    masked: z.string(),
    state: z.enum(['active', 'invalid', 'revoked']),
    version: z.int().min(1).meta({ description: 'Raised by each rotation.' }),
    validation: keyValidationSchema,
    previousUntil: instantSchema
      .nullable()
      .meta({ description: 'Until then the key before is accepted too.' }),
    useCount: z.int().min(0),
    lastUsedAt: instantSchema.nullable(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'ProviderKey' });

const amounts = {
  requests: z.int().min(0),
  failures: z.int().min(0),
  tokens: z.int().min(0),
  seconds: z.int().min(0),
  costMicros: z.int().min(0),
};

/** What was used through a key, in total and by day (UTC); cost in millionths of the account's currency. */
export const providerKeyUsageSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    total: z.object(amounts),
    days: z.array(z.object({ day: z.iso.date(), ...amounts })),
  })
  .meta({ id: 'ProviderKeyUsage' });

/** Days of a usage report, both included; the last thirty unless given. */
export const usageQuerySchema = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() });
