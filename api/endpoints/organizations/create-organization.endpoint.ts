import { createOrganizationSchema, organizationSchema } from '../../../contracts/organization.schema.ts';
import { enterNewOrganization } from '../../../db/identity/create-organization.ts';
import { invite } from '../../../db/identity/invitation.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import { identityMail } from '../../auth/identity-mails.ts';
import { newOneTimeToken, oneTimeLink } from '../../auth/one-time-link.ts';
import { sendMail } from '../../auth/send-mail.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { requireOrganization, toOrganization } from './organization-view.ts';

/** Makes an organization and invites its first admin by mail; the operator never holds an account in it. */
export const createOrganization = defineEndpoint({
  id: 'createOrganization',
  method: 'post',
  path: '/api/v1/organizations',
  tag: 'organizations',
  summary: 'Create an organization',
  auth: 'operator',
  idempotent: true,
  body: createOrganizationSchema,
  responses: {
    201: {
      description: 'The organization; its first admin has an invitation.',
      schema: organizationSchema,
      headers: { Location: 'Its address.' },
    },
  },
  errors: ['organization.ref_taken'],
  handle: async ({ deps, inInstallation, req, principal, body, afterCommit }) => {
    const { name, zone, language, adminEmail, ref = null } = body;
    const token = newOneTimeToken();
    const row = await inInstallation(async (tx) => {
      const { id } = await enterNewOrganization(tx, { name, ref, zone, language });
      await invite(tx, { orgId: id, email: adminEmail, role: 'admin', token, invitedBy: null });
      const target = { kind: 'organization', id };
      const made = await requireOrganization(tx);
      await audit(tx, { req, principal }, { action: 'organization.created', target });
      return made;
    }).catch((error: unknown) => {
      throw isRefTaken(error) ? new AppError({ code: 'organization.ref_taken' }) : error;
    });
    const link = oneTimeLink(deps.settings.publicUrl, 'accept-invitation', token);
    const mail = identityMail('invitation', { language, organization: name, link });
    afterCommit(async () => sendMail(deps, adminEmail, mail));
    return {
      status: 201,
      headers: { Location: `/api/v1/organizations/${row.id}` },
      body: toOrganization(row),
    };
  },
});

function isRefTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'organization_ref_key';
}
