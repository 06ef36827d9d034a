import { z } from 'zod';
import { e164Schema } from '../../../contracts/common.schema.ts';
import { suppressionSchema } from '../../../contracts/compliance.schema.ts';
import { defineList } from '../../define-list.ts';
import { SELECT_SUPPRESSION, type SuppressionRow, toSuppression } from './suppression-row.ts';

/** The do-not-call list. */
export const listSuppressions = defineList({
  id: 'listSuppressions',
  path: '/api/v1/compliance/suppressions',
  tag: 'compliance',
  summary: 'The do-not-call list',
  item: suppressionSchema,
  select: SELECT_SUPPRESSION,
  key: ['s.id', 'id'],
  sorts: { at: 's.id' },
  sort: '-at',
  filters: {
    phone: e164Schema.optional().meta({ description: 'Where a contact with the number is known.' }),
    scope: z.string().max(100).optional(),
    source: z.string().max(100).optional(),
  },
  where: ({ query }) => [
    ['p.phone_e164 = $', query.phone],
    ['s.scope = $', query.scope],
    ['s.source = $', query.source],
  ],
  toItem: (row: SuppressionRow) => toSuppression(row),
});
