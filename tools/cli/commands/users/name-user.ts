import { API } from '../../client/operations.ts';
import type { ThingArgument } from '../../view/thing-argument.ts';
import { idOf } from '../find-by-name.ts';

/** Names a user by id or e-mail address. */
export const USER: ThingArgument = {
  name: 'user',
  description: 'e-mail address or id',
  idOf: (api, typed) =>
    idOf(api, API.listUsers, typed.toLowerCase(), ['user', ({ email }) => email.toLowerCase()]),
};

/** The same, or oneself. */
export const USER_OR_ONESELF: ThingArgument = {
  ...USER,
  description: 'e-mail address or id; left out: yourself',
  usualId: async (api) => (await api.call(API.me, {})).id,
};
