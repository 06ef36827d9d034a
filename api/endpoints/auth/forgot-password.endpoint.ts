import { forgotPasswordSchema } from '../../../contracts/auth.schema.ts';
import { addPasswordReset } from '../../../db/identity/password-reset.ts';
import { identityMail } from '../../auth/identity-mails.ts';
import { newOneTimeToken, oneTimeLink } from '../../auth/one-time-link.ts';
import { sendMail } from '../../auth/send-mail.ts';
import type { ApiDeps } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** Organizations of one address that get a mail each: proven ones first, and every one that strangers may add. */
const MAILS = 8;

/** Mails a link that sets a new password, one for each organization of the address. */
export const forgotPassword = defineEndpoint({
  id: 'forgotPassword',
  method: 'post',
  path: '/api/v1/auth/password/forgot',
  tag: 'auth',
  summary: 'Ask for a mail that resets a password',
  description: 'Answers the same, and as fast, whether the address is known or not.',
  auth: 'none',
  body: forgotPasswordSchema,
  responses: { 202: { description: 'If there is an account, a mail is on its way.' } },
  errors: ['auth.throttled'],
  handle: async ({ deps, req, body }) => {
    await deps.tries.begin('reset', { address: req.ip ?? 'unknown', account: body.email });
    // Nothing of it happens before the answer: its time tells nothing.
    void deps.background.track(
      mailResets(deps, body.email).catch((error: unknown) => {
        deps.logger.error({ err: error }, 'a password reset was not prepared');
      }),
    );
    return { status: 202 };
  },
});

async function mailResets(deps: ApiDeps, email: string): Promise<void> {
  const { rows } = await deps.pool.query<{ org_id: string; user_id: string; disabled_at: Date | null }>(
    'SELECT org_id, user_id, disabled_at FROM login_candidates($1)',
    [email],
  );
  const open = rows.filter(({ disabled_at }) => disabled_at === null).slice(0, MAILS);
  for (const { org_id, user_id } of open) {
    const token = newOneTimeToken();
    const reset = await deps.inOrg(org_id, (tx) => addPasswordReset(tx, user_id, token));
    if (!reset) continue;
    const link = oneTimeLink(deps.settings.publicUrl, 'reset-password', token);
    const { language, organization } = reset;
    sendMail(deps, reset.email, identityMail('passwordReset', { language, organization, link }));
  }
}
