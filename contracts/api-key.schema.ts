import { z } from 'zod';
import { nameSchema, roleSchema } from './auth.schema.ts';
import { idSchema, instantSchema } from './common.schema.ts';

/** Groups of operations that an API key may be let into. People alone may sign in and make keys. */
export const SCOPE_GROUPS = [
  'agents',
  'ai',
  'analytics',
  'attempts',
  'audit',
  'calendars',
  'call-lists',
  'callbacks',
  'calls',
  'campaigns',
  'compliance',
  'contacts',
  'dashboard',
  'dispositions',
  'incidents',
  'ivr',
  'knowledge',
  'notifications',
  'payments',
  'phone-numbers',
  'provider-keys',
  'queues',
  'recordings',
  'reports',
  'routing',
  'segments',
  'settings',
  'supervisor',
  'teams',
  'users',
  'voicemail',
  'webhooks',
] as const;

/** A scope: a group, to read or to write. */
export const scopeSchema = z
  .templateLiteral([z.enum(SCOPE_GROUPS), ':', z.enum(['read', 'write'])])
  .meta({ description: '`<group>:read` or `<group>:write`.', example: 'campaigns:read' });

/** An API key without its secret, which nobody can read again. */
export const apiKeySchema = z
  .object({
    id: idSchema,
    name: z.string(),
    prefix: z
      .string()
      .meta({ description: 'First characters, to tell keys apart.', example: 'ck_live_4f9a' }),
    role: roleSchema,
    scopes: z.array(z.string()),
    expiresAt: instantSchema.nullable(),
    lastUsedAt: instantSchema.nullable(),
    revokedAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'ApiKey' });

/** A new API key with its secret, shown this once. */
export const newApiKeySchema = apiKeySchema
  .extend({ key: z.string().meta({ description: 'The secret; it is not shown again.' }) })
  .meta({ id: 'NewApiKey' });

/** Body of a new API key; `expiresInDays` null makes one without an end. */
export const createApiKeySchema = z
  .strictObject({
    name: nameSchema,
    role: roleSchema.default('agent'),
    scopes: z.array(scopeSchema).min(1).max(100),
    expiresInDays: z.int().min(1).max(3650).nullable().default(365),
  })
  .meta({ id: 'CreateApiKey', example: { name: 'CRM sync', scopes: ['contacts:read', 'campaigns:read'] } });
