import { z } from 'zod';
import { idSchema, instantSchema } from './common.schema.ts';
import { fieldFaultSchema } from './problem.schema.ts';

/** The editable document of a flow as JSON; it may be unfinished, validation is a step of its own. */
export const flowDocumentSchema = z
  .record(z.string(), z.unknown())
  .meta({ description: 'A flow document; contracts/ivr-flow.schema.ts is its full schema.' });

export const flowSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    liveVersion: z
      .object({ id: idSchema, version: z.int().min(1), publishedAt: instantSchema })
      .nullable()
      .meta({ description: 'The version that new calls begin with.' }),
    draftRevision: z.int().min(1),
    draftUpdatedAt: instantSchema,
    createdAt: instantSchema,
  })
  .meta({ id: 'Flow' });

export const flowDetailSchema = z
  .object({ ...flowSchema.shape, document: flowDocumentSchema })
  .meta({ id: 'FlowDetail' });

export const createFlowSchema = z
  .strictObject({ name: z.string().trim().min(1).max(200), document: flowDocumentSchema })
  .meta({ id: 'CreateFlow' });

export const updateFlowSchema = z
  .strictObject({ name: z.string().trim().min(1).max(200).optional(), document: flowDocumentSchema })
  .meta({ id: 'UpdateFlow' });

/** Whether the draft could be published, and every fault by JSON pointer into its document. */
export const flowValidationSchema = z
  .object({ valid: z.boolean(), faults: z.array(fieldFaultSchema) })
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
