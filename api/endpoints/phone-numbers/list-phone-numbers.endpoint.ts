import { idSchema, languageSchema } from '../../../contracts/common.schema.ts';
import { phoneNumberSchema } from '../../../contracts/phone-number.schema.ts';
import { type NumberRow, SELECT_NUMBER } from '../../../db/numbers/number-row.ts';
import { defineList } from '../../define-list.ts';
import { toPhoneNumber } from './number-view.ts';

/** Numbers of the organization. */
export const listPhoneNumbers = defineList({
  id: 'listPhoneNumbers',
  path: '/api/v1/phone-numbers',
  tag: 'phone-numbers',
  summary: 'List the numbers of the organization',
  item: phoneNumberSchema,
  select: SELECT_NUMBER,
  key: ['n.id', 'id'],
  sorts: { createdAt: 'n.id', number: 'n.e164' },
  sort: '-createdAt',
  filters: {
    flowId: idSchema.optional(),
    carrierAccountId: idSchema.optional(),
    language: languageSchema.optional(),
  },
  where: ({ query }) => [
    ['n.flow_id = $', query.flowId],
    ['n.carrier_account_id = $', query.carrierAccountId],
    ['n.language = $', query.language],
  ],
  toItem: (row: NumberRow) => toPhoneNumber(row),
});
