import { z } from 'zod';
import { e164Schema, idSchema, instantSchema, languageSchema } from './common.schema.ts';
import { lineSchema } from './line.schema.ts';

/** Whether the carrier sends the calls of a number to us. */
export const ATTACHMENTS = ['none', 'attaching', 'attached', 'detaching'] as const;

/** How a number at the carrier compares with what we wrote there. */
export const DRIFT_STATES = ['not_attached', 'in_sync', 'drifted', 'outdated', 'gone', 'unknown'] as const;

const capabilitiesSchema = z
  .object({ voice: z.boolean().optional(), sms: z.boolean().optional(), mms: z.boolean().optional() })
  .meta({ description: 'What the carrier says the number can do; empty before the first look.' });

/** A number of the organization. */
export const phoneNumberSchema = z
  .object({
    id: idSchema,
    number: z.string(),
    label: z.string().nullable(),
    provider: z.string(),
    carrierAccountId: idSchema,
    providerNumberId: z.string().nullable().meta({ description: 'The carrier’s own id of the number.' }),
    capabilities: capabilitiesSchema,
    flowId: idSchema.nullable().meta({ description: 'The flow that answers it.' }),
    language: languageSchema,
    inCallerIdPool: z.boolean().meta({ description: 'Whether campaigns may call from it.' }),
    attachment: z.enum(ATTACHMENTS).meta({
      description:
        '`attached`: the carrier sends its calls here. `attaching`, `detaching`: under way, or cut off in the middle; repeat the request.',
    }),
    attachedAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'PhoneNumber' });

/** Addresses of a number at its carrier; empty where there is none. */
const numberUrlsSchema = z
  .object({
    voiceUrl: z.string(),
    voiceMethod: z.string(),
    fallbackUrl: z.string(),
    fallbackMethod: z.string(),
    statusUrl: z.string(),
    statusMethod: z.string(),
    applicationId: z.string().nullable(),
    trunkId: z.string().nullable(),
  })
  .meta({
    id: 'NumberUrls',
    description: 'An application or a trunk, where one is set, answers instead of the addresses.',
  });

/** What the carrier has now against what we wrote. */
const numberDriftSchema = z
  .object({
    state: z.enum(DRIFT_STATES).meta({
      description:
        '`drifted`: somebody changed the addresses. `outdated`: they are what we wrote, but our public address has changed since. `gone`: the account has no such number. `unknown`: the carrier did not answer. Attaching again mends the first two.',
    }),
    fields: z
      .array(z.object({ field: z.string(), written: z.string().nullable(), found: z.string().nullable() }))
      .meta({ description: 'Each address that is not what we wrote.' }),
    reason: z.string().nullable().meta({ description: 'Why it is unknown.' }),
  })
  .meta({ id: 'NumberDrift' });

/** A number with what the carrier has. */
export const phoneNumberDetailSchema = phoneNumberSchema
  .extend({
    previousUrls: numberUrlsSchema.nullable().meta({ description: 'What detaching puts back.' }),
    writtenUrls: numberUrlsSchema.nullable(),
    atCarrier: numberUrlsSchema.nullable().meta({ description: 'Null when the carrier did not answer.' }),
    drift: numberDriftSchema,
  })
  .meta({ id: 'PhoneNumberDetail' });

/** What may be set of a number. */
const settings = {
  flowId: idSchema.nullable().optional(),
  language: languageSchema.optional(),
  label: lineSchema(100).nullable().optional(),
  inCallerIdPool: z.boolean().optional(),
};

/** A number to attach. */
export const attachPhoneNumberSchema = z
  .strictObject({
    number: e164Schema,
    carrierAccountId: idSchema
      .optional()
      .meta({ description: 'May be left out while the organization has one account.' }),
    ...settings,
  })
  .meta({ id: 'AttachPhoneNumber' });

/** A change of a number; what is left out stays. */
export const updatePhoneNumberSchema = z
  .strictObject(settings)
  .refine((body) => Object.keys(body).length > 0, 'Name at least one field.')
  .meta({ id: 'UpdatePhoneNumber' });

/** Which account to read; every one of the organization when left out. */
export const syncPhoneNumbersSchema = z
  .strictObject({ carrierAccountId: idSchema.optional() })
  .meta({ id: 'SyncPhoneNumbers' });

/** One number of a carrier account. */
const accountNumberSchema = z
  .object({
    number: z.string(),
    providerNumberId: z.string().nullable(),
    label: z.string().nullable(),
    capabilities: capabilitiesSchema,
    phoneNumberId: idSchema.nullable().meta({ description: 'Null while it is not one of ours: attach it.' }),
    attachment: z.enum(ATTACHMENTS),
    drift: z.enum(DRIFT_STATES),
  })
  .meta({ id: 'AccountNumber' });

/** What the carrier accounts hold. */
export const syncResultSchema = z
  .object({
    accounts: z.array(
      z.object({
        carrierAccountId: idSchema,
        provider: z.string(),
        state: z.enum(['read', 'incomplete', 'refused', 'unavailable']).meta({
          description: '`incomplete`: the account has more than 5,000 numbers; the first are listed.',
        }),
        numbers: z.array(accountNumberSchema),
      }),
    ),
  })
  .meta({ id: 'PhoneNumberSync' });
