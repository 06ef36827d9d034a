import { roleSchema } from '../../../contracts/auth.schema.ts';
import { USER_STATES, userSchema } from '../../../contracts/user.schema.ts';
import { SELECT_PEOPLE, type UserRow } from '../../../db/identity/user.ts';
import { defineList } from '../../define-list.ts';
import { z } from 'zod';
import { toUser } from './user-view.ts';

/** Users of the organization, and who has been invited. */
export const listUsers = defineList({
  id: 'listUsers',
  path: '/api/v1/users',
  tag: 'users',
  summary: 'List users and open invitations',
  item: userSchema,
  select: SELECT_PEOPLE,
  key: ['p.id', 'id'],
  sorts: { createdAt: 'p.id', email: 'p.email' },
  sort: '-createdAt',
  filters: { role: roleSchema.optional(), state: z.enum(USER_STATES).optional() },
  where: ({ query }) => [
    ['p.role = $', query.role],
    ['p.state = $', query.state],
  ],
  toItem: (row: UserRow) => toUser(row),
});
