import { z } from 'zod';
import { fieldsOf } from './list.schema.ts';
import { idSchema, instantSchema, pageQuerySchema } from './common.schema.ts';

/** What a figure is about: a path of the API, a task queue, a workflow type, an activity, a request to a provider. */
export const FIGURE_GROUPS = ['route', 'queue', 'workflow_type', 'activity', 'request'] as const;

/** Which figures. */
export const apmMetricsQuerySchema = z.object({
  minutes: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_440)
    .default(60)
    .meta({ description: 'The last so many minutes.' }),
  group: z.enum(FIGURE_GROUPS).optional(),
});

const figureSchema = z
  .object({
    group: z.enum(FIGURE_GROUPS),
    name: z.string(),
    sampled: z.int().min(0).meta({ description: 'Recorded spans that the rest is worked out from.' }),
    perMinute: z.number().min(0).meta({ description: 'Estimated from the share that is recorded.' }),
    errorRatio: z.number().min(0).max(1),
    latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() }),
  })
  .meta({ id: 'ApmFigure' });

/** Figures of the application over a time, from the recorded share of traces. */
export const apmMetricsSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    sampleRatio: z.number().min(0).max(1),
    figures: z.array(figureSchema),
  })
  .meta({ id: 'ApmMetrics' });

const traceIdSchema = z.string().meta({ description: '32 hex digits.' });

/** A trace in a list. */
export const traceSchema = z
  .object({
    id: traceIdSchema,
    name: z.string(),
    process: z.string(),
    startedAt: instantSchema,
    durationMs: z.number().min(0).meta({ description: 'From its first moment to its last.' }),
    hasError: z.boolean(),
    spanCount: z.int().min(1),
  })
  .meta({ id: 'Trace' });

/** Which traces; of a trace's parts any one may fit `route` and `call`. */
export const listTracesQuerySchema = pageQuerySchema.extend({
  ...fieldsOf(traceSchema),
  minDurationMs: z.coerce.number().int().min(0).max(86_400_000).optional(),
  error: z
    .stringbool()
    .optional()
    .meta({ description: 'true: only with an error in it; false: only without.' }),
  route: z.string().max(200).optional().meta({
    description: 'Name of a part: a path of the API with its method, an activity.',
    example: 'POST /api/v1/campaigns/{id}/start',
  }),
  call: idSchema.optional().meta({ description: 'Id of a call or of an attempt.' }),
});

/** Path parameters of one trace; its id may be written as a UUID. */
export const traceParamsSchema = z.object({
  id: z
    .string()
    .regex(/^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)
    .meta({ description: '32 hex digits.', example: '4bf92f3577b34da6a3ce929d0e0e4736' }),
});

/** One span; times relative to its trace. */
const spanSchema = z
  .object({
    id: z.string().meta({ description: '16 hex digits.' }),
    parentId: z.string().nullable(),
    name: z.string(),
    kind: z.enum(['internal', 'server', 'client', 'producer', 'consumer']),
    process: z.string(),
    startedAt: instantSchema,
    offsetMs: z.number().min(0).meta({ description: 'After the beginning of the trace.' }),
    durationMs: z.number().min(0),
    status: z.enum(['unset', 'ok', 'error']),
    orgId: idSchema.nullable(),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  })
  .meta({ id: 'Span' });

/** A trace with its spans by their start, the first thousand of them. */
export const traceDetailSchema = traceSchema
  .extend({ spans: z.array(spanSchema) })
  .meta({ id: 'TraceDetail' });
