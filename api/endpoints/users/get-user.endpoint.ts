import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { userSchema } from '../../../contracts/user.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { requireUser, toUser } from './user-view.ts';

/** One user or open invitation. */
export const getUser = defineEndpoint({
  id: 'getUser',
  method: 'get',
  path: '/api/v1/users/{id}',
  tag: 'users',
  summary: 'Get one user',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'The user.', schema: userSchema } },
  errors: ['user.not_found'],
  handle: async ({ inOrg, params }) => {
    const row = await inOrg((tx) => requireUser(tx, params.id));
    return { status: 200, body: toUser(row) };
  },
});
