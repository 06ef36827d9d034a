import { z } from 'zod';
import { idSchema, instantSchema, pageSchema } from './common.schema.ts';
import { ivrSuiteSchema } from './ivr-suite.schema.ts';
import { languageSchema } from './ivr-nodes/parts.schema.ts';
import { suiteIdSchema } from './flow-suite.schema.ts';
import { isStorableJson } from './storable-json.ts';
import { fieldFaultSchema } from './problem.schema.ts';

/** The editable document of a flow as JSON; it may be unfinished, validation is a step of its own. */
export const flowDocumentSchema = z
  .record(z.string(), z.unknown())
  .meta({ description: 'A flow document; contracts/ivr-flow.schema.ts is its full schema.' });

const flowNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine(isStorableJson, { error: 'It holds a character that cannot be kept.' });

export const flowSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    liveVersion: z
      .object({ id: idSchema, version: z.int().min(1), publishedAt: instantSchema })
      .nullable()
      .meta({ description: 'The version that new calls begin with.' }),
    requiresSuites: z
      .boolean()
      .meta({ description: 'Whether a version only goes live when every saved suite passes on it.' }),
    draftRevision: z.int().min(1),
    draftUpdatedAt: instantSchema,
    createdAt: instantSchema,
  })
  .meta({ id: 'Flow' });

export const flowDetailSchema = z
  .object({ ...flowSchema.shape, document: flowDocumentSchema })
  .meta({ id: 'FlowDetail' });

export const createFlowSchema = z
  .strictObject({
    name: flowNameSchema,
    document: flowDocumentSchema,
    requiresSuites: z.boolean().default(false),
  })
  .meta({ id: 'CreateFlow' });

export const updateFlowSchema = z
  .strictObject({
    name: flowNameSchema.optional(),
    document: flowDocumentSchema,
    requiresSuites: z.boolean().optional(),
  })
  .meta({ id: 'UpdateFlow' });

/** Whether the draft could be published; every fault, and what its author may not have meant, by JSON pointer. */
export const flowValidationSchema = z
  .object({ valid: z.boolean(), faults: z.array(fieldFaultSchema), warnings: z.array(fieldFaultSchema) })
  .meta({ id: 'FlowValidation' });

/** A published version: immutable, and pinned by every call that begins with it. */
export const flowVersionSchema = z
  .object({
    id: idSchema,
    flowId: idSchema,
    version: z.int().min(1),
    reads: z.array(z.string()),
    publishedAt: instantSchema,
  })
  .meta({ id: 'FlowVersion' });

export const publishedVersionSchema = z
  .object({ ...flowVersionSchema.shape, warnings: z.array(fieldFaultSchema) })
  .meta({ id: 'PublishedFlowVersion' });

export const flowVersionItemSchema = z
  .object({
    ...flowVersionSchema.shape,
    publishedBy: idSchema.nullable(),
    isLive: z.boolean(),
    liveCalls: z.int().min(0).meta({ description: 'Calls in progress that began with it.' }),
  })
  .meta({ id: 'FlowVersionItem' });

export const flowVersionPageSchema = pageSchema(flowVersionItemSchema);

export const rollbackFlowSchema = z.strictObject({ version: z.int().min(1) }).meta({ id: 'RollbackFlow' });

/** A flow on its way between installations: the document with its suites. */
export const flowExportSchema = z
  .object({
    format: z.literal('evercall.flow'),
    formatVersion: z.literal(1),
    name: flowNameSchema,
    document: flowDocumentSchema,
    suites: z
      .array(
        z.object({
          suiteId: suiteIdSchema,
          name: z.string().min(1).max(120),
          cases: ivrSuiteSchema.shape.cases,
        }),
      )
      .max(20),
  })
  .meta({ id: 'FlowExport' });

export const importFlowSchema = z
  .strictObject({
    name: flowNameSchema.optional(),
    language: languageSchema
      .default('en')
      .meta({ description: 'Language of the prompts of a Twilio Studio flow, which names none.' }),
    document: z
      .record(z.string(), z.unknown())
      .meta({ description: 'An export of ours, a flow document, or a Twilio Studio flow definition.' }),
  })
  .meta({ id: 'ImportFlow' });

const widgetSchema = z.object({ widget: z.string(), type: z.string() });

export const importedFlowSchema = z
  .object({
    flow: flowDetailSchema,
    source: z.enum(['evercall', 'twilio_studio']),
    withoutCounterpart: z
      .array(widgetSchema)
      .meta({ description: 'Widgets of a Studio flow at which the imported one ends the call.' }),
    notes: z.array(widgetSchema.extend({ message: z.string() })),
    ...flowValidationSchema.shape,
  })
  .meta({ id: 'ImportedFlow' });
