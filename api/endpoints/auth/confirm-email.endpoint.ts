import { confirmEmailSchema } from '../../../contracts/auth.schema.ts';
import { proveAddress } from '../../../db/identity/proven-address.ts';
import { AppError } from '../../../domain/errors.ts';
import { confirmedBy } from '../../auth/address-confirmation.ts';
import { auditUser } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** Confirms the address of who registered, by the token of the mail; doing it again changes nothing. */
export const confirmEmail = defineEndpoint({
  id: 'confirmEmail',
  method: 'post',
  path: '/api/v1/auth/email/confirm',
  tag: 'auth',
  summary: 'Confirm an address with the mailed token',
  description:
    'Of the organizations of one address, those whose address is confirmed come first at sign-in and at resets. An invitation that was taken and a password that was reset confirm it too.',
  auth: 'none',
  body: confirmEmailSchema,
  responses: { 204: { description: 'The address is confirmed.' } },
  errors: ['auth.token_not_valid'],
  handle: async ({ deps, req, body }) => {
    const account = confirmedBy(deps.tokenKeys, body.token, deps.clock.wallMs());
    if (!account) throw new AppError({ code: 'auth.token_not_valid' });
    await deps.inOrg(account.orgId, async (tx) => {
      if (!(await proveAddress(tx, account.userId))) return;
      const target = { kind: 'user', id: account.userId };
      await auditUser(tx, req, account.userId, { action: 'user.email_confirmed', target });
    });
    return { status: 204 };
  },
});
