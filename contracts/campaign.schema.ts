import { z } from 'zod';
import { idSchema, instantSchema } from './common.schema.ts';
import { lineSchema } from './line.schema.ts';

/** States of a campaign. */
export const CAMPAIGN_STATES = [
  'draft',
  'scheduled',
  'running',
  'paused',
  'completing',
  'completed',
  'canceled',
] as const;

const minuteOfDay = z.int().min(0).max(1440);

/** Minutes of the callee's local day in which to call, half open, on ISO weekdays (1 Monday … 7 Sunday). */
const windowSchema = z
  .strictObject({
    startMinute: minuteOfDay.default(480),
    endMinute: minuteOfDay.default(1260),
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
  })
  .refine((window) => window.startMinute < window.endMinute, {
    path: ['endMinute'],
    error: 'The window must end after it starts.',
  })
  .meta({ id: 'CallingWindow' });

const retryDelaySchema = z
  .strictObject({
    busy: z.int().min(1).max(43_200).default(15),
    no_answer: z.int().min(1).max(43_200).default(60),
    failed: z.int().min(1).max(43_200).default(60),
  })
  .meta({ id: 'RetryDelayMinutes' });

/** What a campaign is made of: list, flow, caller number, and the limits it dials within. Money in micros of the account's currency. */
export const createCampaignSchema = z
  .strictObject({
    name: lineSchema(200),
    callListId: idSchema,
    flowId: idSchema,
    phoneNumberId: idSchema.meta({ description: 'The caller number.' }),
    purpose: z.enum(['informational', 'marketing']).default('informational'),
    window: windowSchema.prefault({}),
    maxAttempts: z.int().min(1).max(20).default(3),
    retryDelayMinutes: retryDelaySchema.prefault({}),
    capPerNumber: z
      .int()
      .min(1)
      .max(100)
      .default(3)
      .meta({ description: 'Calls to one number in the cap window.' }),
    capWindowHours: z.int().min(1).max(8760).default(24),
    maxConcurrent: z.int().min(1).max(10_000).default(10),
    paceCps: z
      .number()
      .positive()
      .max(1000)
      .nullable()
      .default(null)
      .meta({ description: 'Calls per second; null: the account’s own.' }),
    budgetMicros: z.int().min(0).nullable().default(null),
    costPerCallMicros: z.int().min(0).default(0),
    ringTimeoutSeconds: z.int().min(20).max(60).default(25),
    machineDetection: z.boolean().default(false),
  })
  .meta({ id: 'CreateCampaign' });
export type CreateCampaign = z.output<typeof createCampaignSchema>;

/** A campaign as stored. */
export const campaignSchema = z
  .object({
    id: idSchema,
    ...createCampaignSchema.shape,
    window: z.object({ startMinute: z.int(), endMinute: z.int(), weekdays: z.array(z.int()) }),
    retryDelayMinutes: z.object({ busy: z.int(), no_answer: z.int(), failed: z.int() }),
    ringTimeoutSeconds: z.int(),
    state: z.enum(CAMPAIGN_STATES),
    flowVersionId: idSchema.nullable().meta({ description: 'The version it is pinned to since its start.' }),
    endReason: z.string().nullable(),
    createdAt: instantSchema,
    startedAt: instantSchema.nullable(),
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Campaign' });

/** Why somebody steers a campaign; kept in its history. */
export const steerCampaignSchema = z
  .strictObject({ reason: z.string().trim().min(1).max(500).optional() })
  .meta({ id: 'SteerCampaign' });

const countSchema = z.int().min(0);

/**
 * Where a campaign stands. `run` is what its workflow says, null when it cannot be asked right now; everything else is
 * counted in the database. `waitingFor` names why a running campaign dials nothing, null while it dials.
 */
export const campaignProgressSchema = z
  .object({
    campaignId: idSchema,
    state: z.enum(CAMPAIGN_STATES),
    run: z
      .object({ phase: z.string(), controlVersion: z.int(), nextDueAt: instantSchema.nullable() })
      .nullable(),
    paused: z.boolean(),
    contacts: z.object({
      total: countSchema,
      pending: countSchema,
      leased: countSchema,
      calling: countSchema,
      done: countSchema,
      blocked: countSchema,
      review: countSchema,
    }),
    outcomes: z.record(z.string(), countSchema),
    blockedBy: z.record(z.string(), countSchema),
    calls: z.object({ inFlight: countSchema, placed: countSchema, answered: countSchema }),
    spentMicros: countSchema,
    reservedMicros: countSchema,
    nextDueAt: instantSchema.nullable().meta({ description: 'Rule time of the next due contact.' }),
    waitingFor: z.enum(['paused', 'next_due', 'budget', 'concurrency']).nullable(),
  })
  .meta({ id: 'CampaignProgress' });
