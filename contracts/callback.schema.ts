import { z } from 'zod';
import { e164Schema, idSchema, instantSchema } from './common.schema.ts';

/** States of a callback: `calling` from the moment that its one call is prepared. */
export const CALLBACK_STATES = ['scheduled', 'calling', 'completed', 'failed', 'canceled'] as const;

/** Who asked for a callback: a flow during a call, somebody who read a voicemail, or this API. */
export const CALLBACK_ORIGINS = ['flow', 'voicemail', 'api'] as const;

const noteSchema = z.string().trim().min(1).max(500);

/** A call that we owe somebody. */
export const callbackSchema = z
  .object({
    id: idSchema,
    contactId: idSchema,
    origin: z.enum(CALLBACK_ORIGINS),
    callId: idSchema.nullable().meta({ description: 'The call in which it was promised.' }),
    voicemailId: idSchema.nullable(),
    phoneNumberId: idSchema.meta({ description: 'Our number that it is made from.' }),
    flowVersionId: idSchema.meta({ description: 'The flow that the person will hear.' }),
    state: z.enum(CALLBACK_STATES),
    dueAt: instantSchema.meta({ description: 'Rule time; not before it.' }),
    zone: z.string().meta({ description: 'IANA zone of the person.' }),
    note: z.string().nullable(),
    attemptsMade: z.int(),
    outcome: z.string().nullable().meta({ description: 'How the call ended, once it has.' }),
    reason: z.string().nullable().meta({ description: 'Why it waits, failed or was canceled.' }),
    revision: z.int(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Callback' });

/** A callback with its call and what its run does; `run` is null when that cannot be asked right now or is over. */
export const callbackDetailSchema = callbackSchema
  .extend({
    attemptId: idSchema.nullable().meta({ description: 'The attempt, and call, that was made for it.' }),
    run: z
      .object({
        phase: z.enum(['starting', 'waiting', 'calling', 'over']),
        waitUntil: instantSchema.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'CallbackDetail' });

/** Whom to call, from which number, when and with which flow. */
export const createCallbackSchema = z
  .strictObject({
    contactId: idSchema.optional(),
    number: e164Schema
      .optional()
      .meta({ description: 'Instead of a contact, which is found or made by it.' }),
    phoneNumberId: idSchema.meta({ description: 'Our number that it is made from.' }),
    flowId: idSchema.optional().meta({ description: 'The flow of the number when left out.' }),
    dueAt: instantSchema.optional().meta({ description: 'Rule time; now when left out.' }),
    note: noteSchema.optional(),
  })
  .refine(({ contactId, number }) => (contactId === undefined) !== (number === undefined), {
    path: ['contactId'],
    error: 'Name either a contact or a number.',
  })
  .meta({ id: 'CreateCallback' });
export type CreateCallback = z.output<typeof createCallbackSchema>;

/** The new time of a callback. */
export const rescheduleCallbackSchema = z
  .strictObject({ dueAt: instantSchema.nullable().meta({ description: 'Rule time; null: now.' }) })
  .meta({ id: 'RescheduleCallback' });
