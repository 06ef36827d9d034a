import type { Request } from 'express';
import type { z } from 'zod';
import { registerSchema, sessionAnswerSchema } from '../../../contracts/auth.schema.ts';
import { acceptInvitation } from '../../../db/identity/invitation.ts';
import { createOrganization } from '../../../db/identity/create-organization.ts';
import { findOneTimeToken } from '../../../db/identity/one-time-token.ts';
import { mayAddUnproven } from '../../../db/identity/proven-address.ts';
import { addUser } from '../../../db/identity/user.ts';
import { AppError } from '../../../domain/errors.ts';
import { confirmationOf } from '../../auth/address-confirmation.ts';
import { auditUser } from '../../auth/audit.ts';
import { identityMail } from '../../auth/identity-mails.ts';
import { type IssuedSession, issueSession, sessionAnswer } from '../../auth/issue-session.ts';
import { oneTimeLink } from '../../auth/one-time-link.ts';
import { hashPassword } from '../../../db/identity/password.ts';
import { sendMail } from '../../auth/send-mail.ts';
import { REGISTRATION_WAIT_MS } from '../../auth/try-limiter.ts';
import type { ApiDeps, Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { refuseCommonPassword } from './refuse-common-password.ts';

type Register = z.output<typeof registerSchema>;
type Invited = Extract<Register, { invitationToken: string }>;
type Founder = Exclude<Register, Invited>;

/**
 * Makes an organization with its first admin, or the account of an invitation, and signs in. An address may belong to
 * several organizations, so that the answer never tells whether it is known; of those that no mailed link has proven,
 * it may have few, so that nobody crowds its owner out of signing in.
 */
export const register = defineEndpoint({
  id: 'register',
  method: 'post',
  path: '/api/v1/auth/register',
  tag: 'auth',
  summary: 'Register an organization, or take an invitation',
  description:
    'Who registers an organization gets a mail whose link confirms the address. One address may have three organizations that wait for it.',
  auth: 'none',
  body: registerSchema,
  responses: { 201: { description: 'Registered and signed in.', schema: sessionAnswerSchema } },
  errors: ['auth.registration_closed', 'auth.throttled', 'auth.token_not_valid'],
  handle: async ({ deps, req, res, body }) => {
    refuseCommonPassword(body.password, '/password');
    const isInvited = 'invitationToken' in body;
    if (!isInvited && !deps.settings.isRegistrationOpen)
      throw new AppError({ code: 'auth.registration_closed' });
    const account = isInvited ? body.invitationToken : body.email;
    await deps.tries.begin('register', { address: req.ip ?? 'unknown', account });
    const issued = isInvited
      ? await takeInvitation(deps, req, body)
      : await foundOrganization(deps, req, body);
    return { status: 201, body: await sessionAnswer(deps, res, issued) };
  },
});

async function foundOrganization(deps: ApiDeps, req: Request, body: Founder): Promise<IssuedSession> {
  const passwordHash = await hashPassword(body.password);
  const { organizationName: name, zone, language, displayName, email } = body;
  const issued = await createOrganization(deps.pool, { name, ref: null, zone, language }, async (tx, own) => {
    // As of an address that was asked for too often: the answer is the limiter's.
    if (!(await mayAddUnproven(tx, email)))
      throw new AppError({ code: 'auth.throttled', retryAfterMs: REGISTRATION_WAIT_MS });
    const account = { orgId: own.id, email, displayName, passwordHash, isAddressProven: false };
    const userId = await addUser(tx, { ...account, role: 'admin' });
    const session = await signIn(tx, req, userId, body.session);
    await auditUser(tx, req, userId ?? '', {
      action: 'organization.registered',
      target: { kind: 'organization', id: own.id },
    });
    return session;
  });
  const token = confirmationOf(deps.tokenKeys, issued.session, deps.clock.wallMs());
  const link = oneTimeLink(deps.settings.publicUrl, 'confirm-email', token);
  sendMail(deps, email, identityMail('welcome', { language, organization: name, link }));
  return issued;
}

async function takeInvitation(deps: ApiDeps, req: Request, body: Invited): Promise<IssuedSession> {
  const found = await findOneTimeToken(deps.pool, 'invitation', body.invitationToken);
  if (!found) throw new AppError({ code: 'auth.token_not_valid' });
  const passwordHash = await hashPassword(body.password);
  return deps.inOrg(found.orgId, async (tx) => {
    const invitation = await acceptInvitation(tx, found.id);
    const userId =
      invitation &&
      (await addUser(tx, {
        orgId: found.orgId,
        email: invitation.email,
        displayName: body.displayName,
        role: invitation.role,
        passwordHash,
        isAddressProven: true,
      }));
    if (!userId) throw new AppError({ code: 'auth.token_not_valid' });
    const session = await signIn(tx, req, userId, body.session);
    await auditUser(tx, req, userId, {
      action: 'invitation.accepted',
      target: { kind: 'invitation', id: found.id },
      detail: { role: invitation.role },
    });
    return session;
  });
}

async function signIn(
  tx: Tx,
  req: Request,
  userId: string | null,
  kind: 'api' | 'web',
): Promise<IssuedSession> {
  const issued = userId && (await issueSession(tx, req, { userId, kind }));
  if (!issued) throw new AppError({ code: 'internal.unexpected', message: 'The account was not written.' });
  return issued;
}
