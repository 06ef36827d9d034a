import { carrierFormSchema } from '../../contracts/webhook.schema.ts';

/** The body of every carrier webhook: kept as it came, since its signature is over it. */
export const carrierForm = {
  description: 'As the carrier sends it.',
  mediaTypes: ['application/x-www-form-urlencoded'],
  schema: carrierFormSchema,
};
