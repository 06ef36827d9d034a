import { z } from 'zod';

/** Another published flow, walked in the place of this node; its outlets are the exits of that flow. */
export const subflowSchema = z.strictObject({ flowId: z.string().min(1).max(64) });
