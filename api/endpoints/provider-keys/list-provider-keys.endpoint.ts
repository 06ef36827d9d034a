import { z } from 'zod';
import { KEY_PROVIDERS, providerKeySchema } from '../../../contracts/provider-key.schema.ts';
import { defineList } from '../../define-list.ts';
import { type ProviderKeyRow, toProviderKey } from './provider-key-row.ts';

/** Keys, revoked ones only where they are asked for. */
export const listProviderKeys = defineList({
  id: 'listProviderKeys',
  path: '/api/v1/provider-keys',
  tag: 'provider-keys',
  summary: 'List provider keys (masked)',
  item: providerKeySchema,
  select: 'SELECT * FROM provider_key',
  key: ['id', 'id'],
  sorts: { createdAt: 'id', label: 'label' },
  sort: '-createdAt',
  filters: {
    provider: z.enum(KEY_PROVIDERS).optional(),
    state: z.enum(['active', 'invalid', 'revoked']).optional(),
  },
  where: ({ query }) => [
    ['provider = $', query.provider],
    query.state === undefined ? "state <> 'revoked'" : ['state = $', query.state],
  ],
  toItem: (row: ProviderKeyRow) => toProviderKey(row),
});
