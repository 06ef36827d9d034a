import { API } from '../../client/operations.ts';
import { shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { defineShow } from '../../view/define-show.ts';

/** API keys, newest first, never their secrets. */
export const keysList = defineList({
  noun: 'keys',
  summary: 'list API keys, newest first; never their secrets',
  examples: ['evercall keys list'],
  operation: API.listApiKeys,
  columns: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    prefix: ({ prefix }) => prefix,
    role: ({ role }) => role,
    scopes: ({ scopes }) => (scopes.length > 3 ? `${scopes.length} scopes` : scopes.join(' ')),
    expires: ({ expiresAt }) => shortMoment(expiresAt),
    'last used': ({ lastUsedAt }) => shortMoment(lastUsedAt),
    revoked: ({ revokedAt }) => shortMoment(revokedAt),
  },
});

/** Ends a key for good. */
export const keysRevoke = defineShow({
  noun: 'keys',
  verb: 'revoke',
  summary: 'end a key for good',
  examples: ['evercall keys revoke 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b'],
  of: 'key',
  operation: API.revokeApiKey,
  lines: (_, id) => `${id} does not work any more.`,
});
