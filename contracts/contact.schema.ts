import { z } from 'zod';
import { lineSchema } from './line.schema.ts';
import { countrySchema, e164Schema, idSchema, instantSchema, languageSchema } from './common.schema.ts';

/** Name of a call list. */
export const listNameSchema = lineSchema(100);

/** A call list and how many contacts are on it. */
export const callListSchema = z
  .object({ id: idSchema, name: z.string(), contacts: z.int().min(0), createdAt: instantSchema })
  .meta({ id: 'CallList' });

export const createCallListSchema = z.strictObject({ name: listNameSchema }).meta({ id: 'CreateCallList' });

/** A person who can be called; `zone` is IANA, `region` a state or province, `source` where the number came from. */
export const contactSchema = z
  .object({
    id: idSchema,
    phone: e164Schema.nullable().meta({ description: 'Null once the person has been erased.' }),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email: z.string().nullable(),
    externalId: z.string().nullable(),
    language: languageSchema,
    zone: z.string().nullable(),
    region: z.string().nullable(),
    country: z.string(),
    source: z.string(),
    attributes: z.record(z.string(), z.unknown()),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Contact' });

/** States of an import. */
export const IMPORT_STATES = ['queued', 'running', 'completed', 'failed'] as const;

/** A row of a file that was not taken: its line (the header is line 1), a code and a reason. */
export const importRowSchema = z
  .object({ line: z.int().min(1), code: z.string(), reason: z.string() })
  .meta({ id: 'ImportRow' });

/** Progress of an import; `rows` is one page of the rows that were not taken. */
export const importSchema = z
  .object({
    id: idSchema,
    listId: idSchema,
    state: z.enum(IMPORT_STATES),
    fileName: z.string(),
    fileSha256: z.string(),
    bytesTotal: z.int().min(0),
    bytesDone: z.int().min(0),
    linesDone: z.int().min(0),
    accepted: z.int().min(0),
    rejected: z.int().min(0),
    duplicates: z.int().min(0),
    suppressed: z.int().min(0),
    errorCode: z.string().nullable(),
    source: z.string(),
    defaultCountry: z.string(),
    createdAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Import' });

export const importPageSchema = z
  .object({ import: importSchema, rows: z.array(importRowSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'ImportPage' });

/** Fields beside the file of an import: exactly one of `listId` and `listName`. */
export const importFieldsSchema = z
  .strictObject({
    listId: idSchema.optional(),
    listName: listNameSchema.optional(),
    source: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ description: 'Where the numbers come from; the law asks for it.' }),
    defaultCountry: countrySchema
      .optional()
      .meta({ description: 'For numbers without a country code; US unless told.' }),
  })
  .refine((fields) => (fields.listId === undefined) !== (fields.listName === undefined), {
    path: ['listId'],
    error: 'Give either listId or listName.',
  });
export type ImportFields = z.output<typeof importFieldsSchema>;
