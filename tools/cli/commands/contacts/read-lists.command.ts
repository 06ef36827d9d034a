import { API } from '../../client/operations.ts';
import { shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';

/** Call lists, newest first. */
export const listsList = defineList({
  noun: 'lists',
  summary: 'list call lists, newest first',
  examples: ['evercall lists list'],
  operation: API.listCallLists,
  columns: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    contacts: ({ contacts }) => contacts,
    created: ({ createdAt }) => shortMoment(createdAt),
  },
});
