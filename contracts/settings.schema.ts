import { z } from 'zod';
import { nameSchema } from './auth.schema.ts';
import { countrySchema, idSchema, languageSchema, zoneSchema } from './common.schema.ts';

const days = (fallback: number) => z.int().min(1).max(3650).nullable().default(fallback);

/** How long things are kept, in days; null keeps them. */
export const retentionSchema = z
  .strictObject({
    recordingDays: days(90),
    transcriptDays: days(365),
    callDays: days(730),
    webhookDeliveryDays: days(30),
  })
  .meta({ id: 'Retention' });

/** Countries into which flows may transfer. */
const transferCountriesSchema = z.array(countrySchema).max(250).nullable().default(null).meta({
  description: "Countries that flows may transfer callers to; null: those of the organization's own numbers.",
});

/** Settings of an organization. */
export const settingsSchema = z
  .strictObject({
    name: nameSchema.meta({ description: 'Name of the organization.' }),
    defaultZone: zoneSchema,
    defaultLanguage: languageSchema,
    languages: z
      .array(languageSchema)
      .min(1)
      .max(3)
      .refine((languages) => new Set(languages).size === languages.length, 'Each of them once.')
      .meta({ description: 'Languages that contacts may be spoken to in; holds the default.' }),
    defaultCarrierAccountId: idSchema.nullable().meta({
      description: 'Carrier account of new numbers; null where none has been chosen.',
    }),
    unknownPolicy: z.enum(['review', 'count_as_attempt']).meta({
      description: 'What becomes of an attempt that nobody can account for at the end of its wait.',
    }),
    maxCallSeconds: z.int().min(1).max(14_400),
    transferCountries: transferCountriesSchema,
    retention: retentionSchema,
  })
  .meta({ id: 'Settings' });

/** The part of the settings that is kept as a document. */
export const settingsDocumentSchema = z.object({
  languages: z.array(languageSchema).default(['en', 'es', 'cs']),
  defaultCarrierAccountId: idSchema.nullable().default(null),
  transferCountries: transferCountriesSchema,
  // As it was stored once, whatever was in it then.
  retention: z.object(retentionSchema.shape).prefault({}),
});

/** Settings of one person. */
export const mySettingsSchema = z
  .strictObject({
    language: languageSchema.nullable().meta({ description: "Null: the organization's." }),
    zone: zoneSchema.nullable().meta({ description: "Null: the organization's." }),
    mailNotifications: z.boolean().meta({ description: 'Whether notifications also come by mail.' }),
  })
  .meta({ id: 'MySettings', example: { language: 'cs', zone: 'Europe/Prague', mailNotifications: true } });

/** The part of a person's settings that is kept as a document. */
export const mySettingsDocumentSchema = z.object({
  zone: zoneSchema.nullable().default(null),
  mailNotifications: z.boolean().default(true),
});

/** The secret of an organization's webhook nodes. */
export const flowSigningSecretSchema = z
  .object({
    secret: z.string().meta({ description: 'As Standard Webhooks writes them: `whsec_` and base64.' }),
  })
  .meta({
    id: 'FlowSigningSecret',
    example: { secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' },
  });
