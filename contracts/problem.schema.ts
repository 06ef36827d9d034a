import { z } from 'zod';

/** One fault of a request: where (RFC 6901 pointer), which rule, and a sentence for people. */
export const fieldFaultSchema = z
  .object({ pointer: z.string(), code: z.string(), message: z.string() })
  .meta({ id: 'FieldFault' });

/**
 * Every error of the API, as `application/problem+json`. `type` is the page of `code`, `errors` lists each fault of
 * the request, `requestId` is what support asks for. Source: RFC 9457.
 */
export const problemSchema = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string(),
    code: z
      .string()
      .meta({ description: 'Code of the registry, see /docs/errors.', example: 'campaign.not_found' }),
    errors: z.array(fieldFaultSchema),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });

export type Problem = z.infer<typeof problemSchema>;
