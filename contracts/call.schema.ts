import { ATTEMPT_STATES } from './attempt-states.ts';
import { z } from 'zod';
import { idSchema, instantSchema } from './common.schema.ts';

/** States of a call in the words of the API. */
export const CALL_STATES = [
  'queued',
  'initiated',
  'ringing',
  'in_progress',
  'on_hold',
  'transferring',
  'completed',
  'busy',
  'no_answer',
  'failed',
  'canceled',
  'unknown',
  'needs_review',
] as const;

/** How a call ended at the carrier; what was said in it is its disposition. */
export const CALL_OUTCOMES = ['answered', 'machine', 'busy', 'no_answer', 'failed', 'canceled'] as const;

export const callDirectionSchema = z.enum(['outbound', 'inbound']);

/** A call; money in micros of the account's currency, durations in seconds. */
export const callSchema = z
  .object({
    id: idSchema,
    direction: callDirectionSchema,
    status: z.enum(CALL_STATES),
    outcome: z.string().nullable(),
    disposition: z
      .string()
      .nullable()
      .meta({ description: 'What the flow made of it, such as `confirmed`.' }),
    campaignId: idSchema.nullable(),
    contactId: idSchema.nullable(),
    flowVersionId: idSchema.nullable(),
    from: z.string().nullable(),
    provider: z.string(),
    providerCallId: z.string().nullable(),
    costMicros: z.int().nullable(),
    createdAt: instantSchema,
    startedAt: instantSchema.nullable(),
    answeredAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
    durationSeconds: z.int().nullable(),
  })
  .meta({ id: 'Call' });

/** A party of a call. */
const callLegSchema = z
  .object({
    id: idSchema,
    kind: z.string(),
    state: z.string(),
    providerCallId: z.string().nullable(),
    startedAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
  })
  .meta({ id: 'CallLeg' });

/** One change of the attempt behind a call. */
const timelineEntrySchema = z
  .object({
    seq: z.int().min(1),
    from: z.string().nullable(),
    to: z.string(),
    cause: z.string(),
    detail: z.record(z.string(), z.unknown()).nullable(),
    at: instantSchema,
  })
  .meta({ id: 'TimelineEntry' });

export const callDetailSchema = z
  .object({
    call: callSchema,
    legs: z.array(callLegSchema),
    timeline: z.array(timelineEntrySchema),
    path: z
      .array(z.record(z.string(), z.unknown()))
      .nullable()
      .meta({ description: 'The nodes it went through.' }),
    variables: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'CallDetail' });

/** One intention to ring one contact once. */
export const attemptSchema = z
  .object({
    id: idSchema,
    state: z.enum(ATTEMPT_STATES),
    outcome: z.string().nullable(),
    reason: z.string().nullable(),
    cause: z.string().meta({ description: 'Why it last changed.' }),
    attemptNo: z.int().min(1),
    campaignId: idSchema.nullable(),
    contactId: idSchema,
    from: z.string(),
    provider: z.string(),
    providerCallId: z.string().nullable(),
    answeredBy: z.string().nullable(),
    nextAt: instantSchema.nullable().meta({ description: 'Rule time, while it is planned again.' }),
    dialStartedAt: instantSchema.nullable(),
    answeredAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
    durationSeconds: z.int().nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'Attempt' });

/** How a person settles an attempt under review: it rang and ended so, or nobody was rung. */
export const resolveAttemptSchema = z
  .discriminatedUnion('verdict', [
    z.strictObject({
      verdict: z.literal('rang'),
      outcome: z.enum(CALL_OUTCOMES),
      reason: z.string().trim().min(1).max(500),
    }),
    z.strictObject({ verdict: z.literal('did_not_ring'), reason: z.string().trim().min(1).max(500) }),
  ])
  .meta({ id: 'ResolveAttempt' });

/** Something that ought not to have happened, with its evidence. */
export const incidentSchema = z
  .object({
    id: idSchema,
    kind: z.string(),
    attemptId: idSchema.nullable(),
    detail: z.unknown(),
    at: instantSchema,
    resolvedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Incident' });
