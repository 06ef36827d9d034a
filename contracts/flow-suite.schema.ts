import { z } from 'zod';
import { isStorableJson } from './storable-json.ts';
import { idSchema, instantSchema } from './common.schema.ts';
import { ivrCaseSchema, ivrSuiteSchema } from './ivr-suite.schema.ts';
import { codeSchema, languageSchema, scalarSchema } from './ivr-nodes/parts.schema.ts';

/** Most suites kept with one flow. */
export const MAX_FLOW_SUITES = 20;

/** Name of a suite within its flow, as the path of its address holds it. */
export const suiteIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'Not the id of a suite.');

export const suiteParamsSchema = z.object({ id: idSchema, suiteId: suiteIdSchema });

const suiteNameSchema = z.string().trim().min(1).max(120);

/** What is saved: the name and the scripted calls. */
export const saveFlowSuiteSchema = z
  .strictObject({ name: suiteNameSchema, cases: ivrSuiteSchema.shape.cases })
  .refine(isStorableJson, { error: 'A text of the suite holds a character that cannot be kept.' })
  .meta({ id: 'SaveFlowSuite' });

export const flowSuiteSchema = z
  .object({
    suiteId: z.string(),
    name: z.string(),
    cases: z.array(z.record(z.string(), z.unknown())),
    revision: z.int().min(1),
    updatedAt: instantSchema,
    updatedBy: idSchema.nullable(),
  })
  .meta({ id: 'FlowSuite' });

export const flowSuitesSchema = z.object({ data: z.array(flowSuiteSchema) }).meta({ id: 'FlowSuites' });

/** What to try: scripted calls of the request, or those of a saved suite, on the draft or a published version. */
export const runFlowTestSchema = z
  .strictObject({
    version: z.int().min(1).optional().meta({ description: 'Left out: the draft.' }),
    suiteId: suiteIdSchema.optional(),
    case: ivrCaseSchema.optional(),
    cases: ivrSuiteSchema.shape.cases.optional(),
  })
  .refine(
    ({ suiteId, case: one, cases }) =>
      [suiteId, one, cases].filter((part) => part !== undefined).length === 1,
    {
      error: 'Give one of `case`, `cases` and `suiteId`.',
    },
  )
  .meta({ id: 'RunFlowTest' });

const transcriptLineSchema = z
  .object({
    atMs: z.number().meta({ description: 'Virtual time since the answer.' }),
    who: z.enum(['flow', 'caller']),
    text: z.string(),
    language: languageSchema.nullable(),
  })
  .meta({ id: 'TranscriptLine' });

const pathEntrySchema = z
  .object({
    node: z.string(),
    visit: z.int(),
    input: z.string().nullable(),
    valid: z.boolean(),
    ms: z.number(),
    outlet: z.string().nullable(),
  })
  .meta({ id: 'PathEntry' });

/** What became of one scripted call. */
const flowTestCaseSchema = z
  .object({
    name: z.string(),
    passed: z.boolean(),
    misses: z.array(z.string()).meta({ description: 'What was not as expected, in sentences.' }),
    ended: z.enum(['completed', 'hung_up', 'failed', 'waiting']),
    disposition: codeSchema.nullable(),
    failed: z.object({ code: z.string(), nodeId: z.string().nullable(), message: z.string() }).nullable(),
    language: languageSchema,
    variables: z.record(z.string(), scalarSchema),
    transcript: z.array(transcriptLineSchema),
    path: z.array(pathEntrySchema),
    effects: z.array(z.record(z.string(), z.unknown())),
    durationMs: z.number(),
  })
  .meta({ id: 'FlowTestCase' });

export const flowTestResultSchema = z
  .object({
    passed: z.boolean(),
    cases: z.array(flowTestCaseSchema),
    uncoveredNodes: z.array(z.string()),
    uncoveredEdges: z.array(z.object({ node: z.string(), outlet: z.string() })),
  })
  .meta({ id: 'FlowTestResult' });
