import { z } from 'zod';

/** Path of a carrier's webhook: the organization's reference. */
export const webhookParamsSchema = z.object({ orgRef: z.string().min(1).max(100) });

/** Form parameters of a carrier; every one is signed, so none is dropped or changed. */
export const carrierFormSchema = z
  .object({ AccountSid: z.string(), CallSid: z.string() })
  .catchall(z.string())
  .meta({ id: 'CarrierForm' });

/** TwiML: what the caller hears next. */
export const twimlSchema = z.string().meta({ description: 'A TwiML document.' });
