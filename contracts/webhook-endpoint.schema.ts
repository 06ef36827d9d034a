import { z } from 'zod';
import { idSchema, instantSchema } from './common.schema.ts';
import { lineSchema } from './line.schema.ts';
import { ALL_EVENTS, WEBHOOK_EVENT_TYPES } from './webhook-events.ts';

/** Endpoints that an organization may have at once. */
export const MOST_ENDPOINTS = 50;
const DAY_SECONDS = 86_400;

const urlSchema = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .meta({ description: 'Where messages are posted: https, and no address of a private network.' });
const descriptionSchema = lineSchema(200);
const eventsSchema = z
  .array(z.enum([...WEBHOOK_EVENT_TYPES, ALL_EVENTS]))
  .min(1)
  .max(WEBHOOK_EVENT_TYPES.length + 1)
  .meta({ description: '`*` is every event, those added later too.' });
const keepPreviousSeconds = z
  .int()
  .min(0)
  .max(7 * DAY_SECONDS)
  .default(DAY_SECONDS)
  .meta({ description: 'How long the secret before still signs beside the new one.' });

/** An address that is told of events; its secret is never given out again. */
export const webhookEndpointSchema = z
  .object({
    id: idSchema,
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(z.string()),
    state: z.enum(['enabled', 'disabled']),
    disabledReason: z
      .enum(['gone', 'failing', 'by_user'])
      .nullable()
      .meta({ description: '`gone`: it answered 410. `failing`: no success for five days.' }),
    failingSince: instantSchema
      .nullable()
      .meta({ description: 'First failure since the last success; null while all is well.' }),
    pausedUntil: instantSchema
      .nullable()
      .meta({ description: 'It is down: nothing is sent before, and then everything that waits.' }),
    previousSecretUntil: instantSchema
      .nullable()
      .meta({ description: 'Until then messages carry a signature of the secret before, too.' }),
    revision: z.int().min(1).meta({ description: 'Raised by each change; also the ETag.' }),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'WebhookEndpoint' });

/** An endpoint with its secret, which is shown this once. */
export const webhookSecretSchema = z
  .object({
    endpoint: webhookEndpointSchema,
    secret: z.string().meta({ description: '`whsec_` and base64. Keep it: it is not shown again.' }),
  })
  .meta({ id: 'WebhookSecret' });

/** Body that adds an endpoint. */
export const createWebhookSchema = z
  .strictObject({ url: urlSchema, description: descriptionSchema.optional(), events: eventsSchema })
  .meta({
    id: 'CreateWebhook',
    example: { url: 'https://hooks.example.com/evercall', events: ['call.completed'] },
  });

/** Body that changes an endpoint: what is left out stays. */
export const updateWebhookSchema = z
  .strictObject({
    url: urlSchema.optional(),
    description: descriptionSchema.nullable().optional(),
    events: eventsSchema.optional(),
    isEnabled: z
      .boolean()
      .optional()
      .meta({ description: 'What waited while it was disabled goes out when it is enabled.' }),
  })
  .meta({ id: 'UpdateWebhook' });

/** Body that makes a new secret. */
export const rotateWebhookSecretSchema = z
  .strictObject({ keepPreviousSeconds })
  .meta({ id: 'RotateWebhookSecret' });

/** States of a delivery. */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'canceled'] as const;

/** One try and what came back. */
const webhookTrySchema = z
  .object({
    tryNo: z.int().min(1),
    at: instantSchema,
    status: z.int().nullable().meta({ description: 'HTTP status; null when no answer came.' }),
    error: z.string().nullable().meta({ description: 'A code such as `http_500` or `timeout`.' }),
    durationMs: z.int(),
    responseExcerpt: z.string().nullable().meta({ description: 'Without what looks like a number.' }),
  })
  .meta({ id: 'WebhookTry' });

/** One message on its way to one endpoint. */
export const webhookDeliverySchema = z
  .object({
    id: idSchema,
    eventId: idSchema.meta({ description: 'The `webhook-id` of the message, the same at every try.' }),
    type: z.string(),
    data: z.record(z.string(), z.unknown()),
    state: z.enum(DELIVERY_STATES),
    replayOf: idSchema.nullable(),
    tries: z.int().min(0),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    schedule: z
      .array(instantSchema)
      .meta({ description: 'When it will be tried if every try fails, the next one first.' }),
    attempts: z.array(webhookTrySchema),
    createdAt: instantSchema,
    deliveredAt: instantSchema.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

/** Path of one delivery of an endpoint. */
export const deliveryParamsSchema = z.object({ id: idSchema, deliveryId: idSchema });
