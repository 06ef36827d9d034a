import { z } from 'zod';
import { idSchema, instantSchema } from './common.schema.ts';

/** Where the sound of a recording is: still to come, at the carrier, with us; or nowhere. */
export const RECORDING_STATES = ['pending', 'available', 'fetched', 'absent', 'failed'] as const;
export const RECORDING_SOURCES = ['voicemail', 'call'] as const;

/** How far a transcript is; `offline` says that no transcriber is set up. */
export const TRANSCRIPT_STATES = ['pending', 'done', 'offline', 'failed'] as const;

/** Sound of a call or of a voicemail. */
export const recordingSchema = z
  .object({
    id: idSchema,
    callId: idSchema,
    source: z.enum(RECORDING_SOURCES),
    state: z.enum(RECORDING_STATES).meta({
      description:
        '`pending`: being recorded. `available`: at the carrier, being fetched. `fetched`: here, see `audioUrl`. `absent`: the carrier has none. `failed`: it could not be fetched.',
    }),
    durationSeconds: z.int().nullable(),
    channels: z.int().nullable(),
    byteSize: z.int().nullable(),
    sha256: z.string().nullable().meta({ description: 'Of the sound as it is kept, in hex.' }),
    contentType: z.string().nullable(),
    audioUrl: z.string().nullable().meta({ description: 'Path of the sound; null until it is fetched.' }),
    createdAt: instantSchema,
    completedAt: instantSchema.nullable(),
    fetchedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Recording' });

/** What was said, as far as it is known. */
export const transcriptionSchema = z
  .object({
    recordingId: idSchema,
    state: z.enum(TRANSCRIPT_STATES),
    text: z.string().nullable(),
    language: z.string(),
  })
  .meta({ id: 'Transcription' });
