import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { phoneNumberDetailSchema } from '../../../contracts/phone-number.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { knownNumber, lookAtCarrier } from './at-carrier.ts';
import { toPhoneNumberDetail } from './number-view.ts';

/** One number, and how the carrier's own record of it compares with what we wrote. */
export const getPhoneNumber = defineEndpoint({
  id: 'getPhoneNumber',
  method: 'get',
  path: '/api/v1/phone-numbers/{id}',
  tag: 'phone-numbers',
  summary: 'Get a number with its drift from what the carrier has',
  description:
    'Asks the carrier once; when it does not answer, the drift is `unknown` and the rest is there.',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'The number.', schema: phoneNumberDetailSchema } },
  errors: ['phone_number.not_found'],
  handle: async ({ deps, inOrg, params }) => {
    const known = await inOrg((tx) => knownNumber(deps, tx, params.id));
    return { status: 200, body: toPhoneNumberDetail(known.row, await lookAtCarrier(deps, known)) };
  },
});
