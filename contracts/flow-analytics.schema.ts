import { z } from 'zod';
import { instantSchema } from './common.schema.ts';

/** Length of the steps of a course over time. */
export const ANALYTICS_INTERVALS = ['hour', 'day', 'week', 'month'] as const;

/** Which calls are counted: those created in the period, at most 366 days, on one version or on all. */
export const flowAnalyticsQuerySchema = z.object({
  from: instantSchema.optional().meta({ description: 'First moment; 30 days before `to` unless told.' }),
  to: instantSchema.optional().meta({ description: 'First moment after the period; now unless told.' }),
  version: z.coerce.number().int().min(1).optional(),
  interval: z.enum(ANALYTICS_INTERVALS).default('day'),
});

const countSchema = z.int().min(0);

const transitionSchema = z
  .object({ outlet: z.string(), to: z.string().nullable(), count: countSchema })
  .meta({ id: 'FlowTransition', description: 'A way that was taken; `to` is null where the call ended.' });

export const nodeAnalyticsSchema = z
  .object({
    node: z.string(),
    visits: countSchema,
    uniqueCallers: countSchema,
    validInputs: countSchema,
    invalidInputs: countSchema,
    timeouts: countSchema,
    averageMs: z.number().meta({ description: 'Time that a visit waited for the caller, ms.' }),
    abandoned: countSchema.meta({ description: 'Calls whose caller hung up here.' }),
    transitions: z.array(transitionSchema),
  })
  .meta({ id: 'NodeAnalytics' });

/** What became of the calls of a flow; ratios are 0..1, null without calls. */
export const flowAnalyticsSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    calls: countSchema.meta({ description: 'Calls that came into the flow and are over.' }),
    completed: countSchema.meta({ description: 'Those that the flow ended, not the caller.' }),
    abandoned: countSchema,
    transferred: countSchema,
    completionRatio: z.number().min(0).max(1).nullable(),
    containmentRatio: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: 'Completed without a transfer, of all calls.' }),
    averageDurationSeconds: z.number().nullable(),
    languages: z.array(z.object({ language: z.string().nullable(), calls: countSchema })),
    overTime: z.array(
      z.object({ at: instantSchema, calls: countSchema, completed: countSchema, abandoned: countSchema }),
    ),
    nodes: z.array(nodeAnalyticsSchema),
  })
  .meta({ id: 'FlowAnalytics' });
