import { z } from 'zod';
import { CALLBACK_ORIGINS } from './callback.schema.ts';
import { CALL_OUTCOMES, CALL_STATES, callDirectionSchema } from './call.schema.ts';
import { idSchema, instantSchema, languageSchema } from './common.schema.ts';
import { RECORDING_SOURCES } from './recording.schema.ts';

const maskedNumber = z
  .string()
  .regex(/^\+\d\**\d{0,4}$/)
  .nullable()
  .meta({ description: 'A number of which the last four digits are shown.' });

const campaign = { campaignId: idSchema, name: z.string() };
const callback = {
  callbackId: idSchema,
  contactId: idSchema,
  callId: idSchema.nullable().meta({ description: 'The call in which it was promised.' }),
  origin: z.enum(CALLBACK_ORIGINS),
  dueAt: instantSchema.meta({ description: 'Rule time; not before it.' }),
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
};
const imported = {
  importId: idSchema,
  callListId: idSchema,
  accepted: z.int().min(0),
  rejected: z.int().min(0),
  duplicates: z.int().min(0),
  suppressed: z.int().min(0),
  errorCode: z.string().nullable(),
};

/** An event type: when it is told, and the shape of its `data`: ids, codes and masked numbers, nobody's name or words. */
export interface EventDefinition {
  readonly when: string;
  readonly data: z.ZodObject;
}

const catalogue = <const T extends Record<string, EventDefinition>>(events: T): T => events;

/** Every event that customers can be told of, sorted by type. Types are permanent; members of `data` may be added. */
export const WEBHOOK_EVENTS = catalogue({
  'call.answered': {
    when: 'Somebody, or a machine, has answered a call, or a caller is being answered.',
    data: z.object({
      callId: idSchema,
      direction: callDirectionSchema,
      campaignId: idSchema.nullable(),
      contactId: idSchema.nullable(),
      flowVersionId: idSchema.nullable(),
      person: maskedNumber,
      answeredAt: instantSchema.nullable(),
    }),
  },
  'call.completed': {
    when: 'A call is over and its record is written, whatever its outcome.',
    data: z.object({
      callId: idSchema,
      direction: callDirectionSchema,
      status: z.enum(CALL_STATES),
      outcome: z.enum(CALL_OUTCOMES).nullable(),
      disposition: z.string().nullable().meta({ description: 'What the flow made of it.' }),
      campaignId: idSchema.nullable(),
      contactId: idSchema.nullable(),
      flowVersionId: idSchema.nullable(),
      person: maskedNumber,
      answeredAt: instantSchema.nullable(),
      endedAt: instantSchema.nullable(),
      durationSeconds: z.int().nullable(),
    }),
  },
  'callback.canceled': { when: 'A callback will not be made.', data: z.object(callback) },
  'callback.completed': { when: 'A promised callback was answered.', data: z.object(callback) },
  'callback.failed': { when: 'A callback was tried and reached nobody.', data: z.object(callback) },
  'callback.rescheduled': { when: 'A callback was moved to another time.', data: z.object(callback) },
  'callback.scheduled': { when: 'Somebody was promised a call.', data: z.object(callback) },
  'campaign.canceled': { when: 'A campaign was canceled and has come to rest.', data: z.object(campaign) },
  'campaign.completed': {
    when: 'A campaign has settled every contact of its list.',
    data: z.object(campaign),
  },
  'campaign.paused': { when: 'A running campaign was paused.', data: z.object(campaign) },
  'campaign.resumed': { when: 'A paused campaign goes on.', data: z.object(campaign) },
  'campaign.started': { when: 'A campaign was started.', data: z.object(campaign) },
  'contact.opted_out': {
    when: 'A number was put on the do-not-call list, by whatever way.',
    data: z.object({
      suppressionId: idSchema,
      contactId: idSchema.nullable(),
      scope: z.string().meta({ description: '`all`, a purpose or a campaign id.' }),
      source: z.string(),
    }),
  },
  'flow.published': {
    when: 'New calls begin with another version of a flow, newly published or rolled back to.',
    data: z.object({
      flowId: idSchema,
      versionId: idSchema,
      version: z.int().min(1),
      kind: z.enum(['publish', 'rollback']),
    }),
  },
  'import.completed': { when: 'An import has read its file to the end.', data: z.object(imported) },
  'import.failed': { when: 'An import had to stop; `errorCode` says why.', data: z.object(imported) },
  'incident.opened': {
    when: 'Something happened that ought not to, and nobody has settled it yet.',
    data: z.object({ incidentId: idSchema, kind: z.string(), attemptId: idSchema.nullable() }),
  },
  'provider_key.invalid': {
    when: 'A provider no longer accepts one of your keys.',
    data: z.object({ providerKeyId: idSchema, provider: z.string(), label: z.string() }),
  },
  'recording.available': {
    when: 'The sound of a recording has been fetched and can be had by the API.',
    data: z.object({
      recordingId: idSchema,
      callId: idSchema,
      source: z.enum(RECORDING_SOURCES),
      durationSeconds: z.int().nullable(),
    }),
  },
  'voicemail.created': {
    when: 'A caller left a message; its sound comes with `recording.available`.',
    data: z.object({
      voicemailId: idSchema,
      callId: idSchema,
      contactId: idSchema.nullable(),
      recordingId: idSchema.nullable(),
      person: maskedNumber,
      durationSeconds: z.int(),
      language: languageSchema,
    }),
  },
  'webhook_endpoint.disabled': {
    when: 'Another of your endpoints was disabled because it cannot be reached, or said that it is gone.',
    data: z.object({ endpointId: idSchema, reason: z.enum(['gone', 'failing']) }),
  },
  'webhook.test': {
    when: 'Somebody asked for a test; sent to that endpoint alone, whatever it listens for.',
    data: z.object({ endpointId: idSchema }),
  },
});

export type WebhookEventType = keyof typeof WEBHOOK_EVENTS;

/** The types by name, sorted. */
export const WEBHOOK_EVENT_TYPES = Object.keys(WEBHOOK_EVENTS) as WebhookEventType[];

/** What an endpoint that wants everything, and whatever is added later, listens for. */
export const ALL_EVENTS = '*';

/** The body of a delivery. Source: Standard Webhooks specification, "Payload structure". */
export const webhookMessageSchema = z.object({
  type: z.string(),
  timestamp: instantSchema.meta({ description: 'When it happened.' }),
  data: z.record(z.string(), z.unknown()),
});
