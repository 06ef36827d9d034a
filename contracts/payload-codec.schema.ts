import { z } from 'zod';

const payload = z.object({
  metadata: z.record(z.string(), z.base64()).optional(),
  data: z.base64().optional(),
});

/** Payloads as Temporal's remote codecs exchange them: protobuf JSON. Source: Temporal documentation, "Codec Server". */
export const codecPayloadsSchema = z.object({ payloads: z.array(payload).max(10_000) });
export type CodecPayloads = z.infer<typeof codecPayloadsSchema>;
