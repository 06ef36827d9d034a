import { z } from 'zod';
import { idSchema, instantSchema } from './common.schema.ts';

/** What people are told of. Permanent: rows and clients keep them. */
export const NOTIFICATION_KINDS = [
  'campaign.finished',
  'import.failed',
  'incident.review',
  'provider_key.invalid',
  'webhook_endpoint.disabled',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Something one person is told of. */
export const notificationSchema = z
  .object({
    id: idSchema,
    kind: z.enum(NOTIFICATION_KINDS),
    title: z.string().meta({ description: 'In the language of the person when it was raised.' }),
    body: z.string(),
    data: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What it is about: the ids of the event of that name.' }),
    readAt: instantSchema.nullable(),
    mailedAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'Notification' });
