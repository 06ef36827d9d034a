import { z } from 'zod';
import { idSchema, instantSchema, languageSchema } from './common.schema.ts';
import { TRANSCRIPT_STATES } from './recording.schema.ts';

export const VOICEMAIL_STATES = ['new', 'read', 'archived'] as const;

/** A message that a caller left. */
export const voicemailSchema = z
  .object({
    id: idSchema,
    callId: idSchema,
    contactId: idSchema.nullable(),
    phoneNumberId: idSchema.nullable().meta({ description: 'Our number that was called.' }),
    from: z.string().nullable(),
    state: z.enum(VOICEMAIL_STATES),
    durationSeconds: z.int(),
    language: languageSchema,
    transcript: z.string().nullable(),
    transcriptState: z.enum(TRANSCRIPT_STATES),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Voicemail' });

/** A message with its sound. */
export const voicemailDetailSchema = voicemailSchema
  .extend({
    recordingId: idSchema.nullable(),
    audioState: z.enum(['pending', 'available', 'fetched', 'absent', 'failed']).meta({
      description: 'As the state of a recording; `absent` when there never was one.',
    }),
    audioUrl: z.string().nullable().meta({ description: 'Path of the sound; null until it is here.' }),
  })
  .meta({ id: 'VoicemailDetail' });

/** The new state of a message. */
export const updateVoicemailSchema = z
  .strictObject({ state: z.enum(VOICEMAIL_STATES) })
  .meta({ id: 'UpdateVoicemail' });

/** When to call back; at once when left out. */
export const callBackSchema = z
  .strictObject({
    dueAt: instantSchema.optional().meta({ description: 'Rule time; not before it. Now when left out.' }),
    note: z.string().trim().min(1).max(500).optional(),
  })
  .meta({ id: 'CallBack' });

/** The callback that was promised for a voicemail. */
export const voicemailCallbackSchema = z
  .object({
    callbackId: idSchema,
    voicemailId: idSchema,
    contactId: idSchema,
    state: z.string(),
    dueAt: instantSchema,
    zone: z.string().meta({ description: 'IANA zone of the person.' }),
  })
  .meta({ id: 'VoicemailCallback' });
