import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { phoneNumberSchema, updatePhoneNumberSchema } from '../../../contracts/phone-number.schema.ts';
import { changeSettings } from '../../../db/numbers/change-urls.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { knownNumber } from './at-carrier.ts';
import { toPhoneNumber } from './number-view.ts';

/** Changes what answers a number, in which language, and whether it is called from; in force with the next call. */
export const updatePhoneNumber = defineEndpoint({
  id: 'updatePhoneNumber',
  method: 'patch',
  path: '/api/v1/phone-numbers/{id}',
  tag: 'phone-numbers',
  summary: 'Change flow, language, label, caller-id pool of a number',
  auth: 'user',
  params: idParamsSchema,
  body: updatePhoneNumberSchema,
  responses: { 200: { description: 'The number.', schema: phoneNumberSchema } },
  errors: ['phone_number.not_found', 'flow.not_found'],
  handle: async ({ deps, inOrg, principal, req, requestId, params, body }) => {
    const row = await inOrg(async (tx) => {
      const before = await knownNumber(deps, tx, params.id, 'lock');
      await changeSettings(tx, params.id, body);
      const { row } = await knownNumber(deps, tx, params.id);
      const target = { kind: 'phone_number', id: params.id };
      const fields = (Object.keys(body) as (keyof typeof body)[]).filter(
        (key) => before.row[key] !== row[key],
      );
      const deed = { action: 'phone_number.changed', target, detail: { fields } };
      if (fields.length > 0) await audited({ principal, req, requestId }, tx, deed);
      return row;
    });
    return { status: 200, body: toPhoneNumber(row) };
  },
});
