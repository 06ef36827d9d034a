import { inviteUserSchema, userSchema } from '../../../contracts/user.schema.ts';
import { invite } from '../../../db/identity/invitation.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import { identityMail } from '../../auth/identity-mails.ts';
import { newOneTimeToken, oneTimeLink } from '../../auth/one-time-link.ts';
import { sendMail } from '../../auth/send-mail.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { requireUser, toUser } from './user-view.ts';

/** Invites somebody by mail; an open invitation of the same address is replaced. */
export const inviteUser = defineEndpoint({
  id: 'inviteUser',
  method: 'post',
  path: '/api/v1/users',
  tag: 'users',
  summary: 'Invite a user',
  description: 'Mails a link that works once, for seven days. Inviting again replaces the invitation.',
  auth: 'user',
  idempotent: true,
  body: inviteUserSchema,
  responses: {
    201: { description: 'The invitation.', schema: userSchema, headers: { Location: 'Its address.' } },
  },
  errors: ['user.exists'],
  handle: async ({ deps, req, inOrg, principal, body, afterCommit }) => {
    const token = newOneTimeToken();
    const { row, organization, language } = await inOrg(async (tx) => {
      await refuseKnown(tx, body.email);
      const { orgId, userId: invitedBy } = principal;
      const id = await invite(tx, { orgId, ...body, token, invitedBy });
      const made = { row: await requireUser(tx, id), ...(await organizationFacts(tx)) };
      const target = { kind: 'invitation', id };
      await audit(tx, { req, principal }, { action: 'user.invited', target, detail: { role: body.role } });
      return made;
    });
    const link = oneTimeLink(deps.settings.publicUrl, 'accept-invitation', token);
    afterCommit(async () =>
      sendMail(deps, body.email, identityMail('invitation', { language, organization, link })),
    );
    return { status: 201, headers: { Location: `/api/v1/users/${row.id}` }, body: toUser(row) };
  },
});

async function refuseKnown(tx: Tx, email: string): Promise<void> {
  const { rowCount } = await tx.query('SELECT id FROM "user" WHERE email = $1', [email]);
  if (rowCount) throw new AppError({ code: 'user.exists' });
}

async function organizationFacts(tx: Tx): Promise<{ organization: string; language: 'en' | 'es' | 'cs' }> {
  const { rows } = await tx.query<{ organization: string; language: 'en' | 'es' | 'cs' }>(
    'SELECT name AS organization, default_language AS language FROM organization',
  );
  return rows[0] ?? { organization: '', language: 'en' };
}
