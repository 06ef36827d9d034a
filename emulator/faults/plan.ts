import { z } from 'zod';
import { patternSchema } from '../pattern.ts';

/** Faults of a create request: what the API answers, and whether the call is placed all the same. */
export const createFaults = [
  '4xx',
  '429',
  '500-executed',
  '500-not',
  'timeout-executed',
  'timeout-not',
  'reset-before',
  'reset-after',
  'slow-9s',
  'callback-before-answer',
] as const;
/** Faults of a call's course; `recording-failed`: its recordings end as failed. */
export const callFaults = ['queued-past-window', 'list-lag', 'recording-failed'] as const;
/** Faults of a call's status callbacks (duplicate and forged: of its TwiML requests too). */
export const webhookFaults = [
  'duplicate',
  'reordered',
  'late',
  'dropped',
  'forged',
  'replayed',
  'two-terminals',
  'wrong-sid',
] as const;

/** Create faults that a rule with a `path` can put on other requests; `ok` shields them. */
const requestFaults: readonly string[] = ['ok', ...createFaults.slice(0, -1)];

export type CreateFault = (typeof createFaults)[number];
export type CallFault = (typeof callFaults)[number];
export type WebhookFault = (typeof webhookFaults)[number];

const wallMs = z.number().int().min(0).max(86_400_000);

const rule = z
  .strictObject({
    /** `ok` shields what it matches from the rules after it. */
    fault: z.enum(['ok', ...createFaults, ...callFaults, ...webhookFaults]),
    /** Share of the matching create requests, by the dice of (seed, number, n-th request to it). */
    rate: z.number().min(0).max(1).default(1),
    /** Pattern on the number called. */
    numbers: patternSchema.optional(),
    /** Only the first so many create requests to a number. */
    times: z.number().int().positive().optional(),
    /** Only these create requests of the run, counted from 1: a list, or every n-th. */
    requests: z
      .union([z.array(z.number().int().positive()), z.strictObject({ every: z.number().int().positive() })])
      .optional(),
    /** Only between these wall milliseconds after the start of the emulator. */
    fromMs: wallMs.optional(),
    toMs: wallMs.optional(),
    /** Of `4xx`: the error code. */
    code: z.number().int().optional(),
    /** Of create faults: strikes not the creation of calls but the other requests whose `METHOD /path` matches. */
    path: patternSchema.optional(),
  })
  .refine(
    ({ path, fault, numbers }) =>
      path === undefined || (requestFaults.includes(fault) && numbers === undefined),
    {
      message: `with path: no numbers, and a fault of ${requestFaults.join(', ')}`,
    },
  );

/** Times of the faults, all in wall milliseconds and never scaled. */
const timing = z.strictObject({
  slowMs: wallMs.default(9_000),
  hangMs: wallMs.default(60_000),
  lateMs: wallMs.default(600_000),
  queuedMs: wallMs.default(2_400_000),
  listLagMs: wallMs.default(20_000),
  replayMs: wallMs.default(2_000),
});

/** A fault file: rules in order; of each family (create, call, webhook) the first that matches counts. */
export const faultPlanSchema = z.strictObject({
  rules: z.array(rule).default([]),
  /** Adds, after the rules, the faults by the last two digits of the number. */
  byNumber: z.boolean().default(false),
  timing: timing.default(timing.parse({})),
});

export type FaultPlan = z.infer<typeof faultPlanSchema>;
export type FaultRule = FaultPlan['rules'][number];
export type FaultTiming = FaultPlan['timing'];
