import { z } from 'zod';
import { promptSchema } from './parts.schema.ts';

/** A notice that the call is recorded or that a machine speaks. */
export const disclosureSchema = z.strictObject({ kind: z.enum(['recording', 'ai']), prompt: promptSchema });
