import { callListSchema } from '../../../contracts/contact.schema.ts';
import { defineList } from '../../define-list.ts';
import { type CallListRow, toCallList } from './call-list-row.ts';

/** Call lists with the number of contacts on each. */
export const listCallLists = defineList({
  id: 'listCallLists',
  path: '/api/v1/call-lists',
  tag: 'call-lists',
  summary: 'List call lists',
  item: callListSchema,
  select: `SELECT l.id, l.name, l.created_at,
    (SELECT count(*)::int FROM call_list_member m WHERE m.org_id = l.org_id AND m.call_list_id = l.id) AS contacts
    FROM call_list l`,
  key: ['l.id', 'id'],
  sorts: { createdAt: 'l.id', name: 'l.name' },
  sort: '-createdAt',
  toItem: (row: CallListRow) => toCallList(row),
});
