import { z } from 'zod';
import { referenceSchema, scalarSchema, variableNameSchema } from './parts.schema.ts';

/** A value in a sum: a number, or a reference. */
const operandSchema = z.union([z.number(), z.strictObject({ variable: referenceSchema })]);

/** Sets a variable to a literal, to a template of plain references, or to a sum from a closed list. */
export const setVariableSchema = z.union([
  z.strictObject({ variable: variableNameSchema, value: scalarSchema }),
  z.strictObject({ variable: variableNameSchema, template: z.string().min(1).max(500) }),
  z.strictObject({
    variable: variableNameSchema,
    arithmetic: z.strictObject({
      operator: z.enum(['add', 'subtract', 'multiply', 'divide', 'modulo']),
      left: operandSchema,
      right: operandSchema,
    }),
  }),
]);
