import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const InvitationSchema = defineEntity({
  name: 'Invitation',
  ...tenantRows,
  uniques: [{ name: 'invitation_hash_key', properties: ['orgId', 'tokenHash'] }],
  indexes: [
    { name: 'invitation_hash', properties: ['tokenHash'] },
    { name: 'invitation_email', properties: ['orgId', 'email'] },
  ],
  checks: [{ name: 'invitation_end_check', expression: 'accepted_at is null or revoked_at is null' }],
  properties: {
    orgId: orgId(),
    id: id(),
    email: p.text().columnType('citext'),
    role: p.enum(['agent', 'supervisor', 'admin']),
    /** SHA-256 of the token. */
    tokenHash: p.blob().hidden(),
    invitedBy: p.uuid().nullable(),
    expiresAt: moment(),
    acceptedAt: moment().nullable(),
    revokedAt: moment().nullable(),
    createdAt: now(),
  },
});

/** An offer to join an organization, sent by mail and taken once. */
export class Invitation extends InvitationSchema.class {}
InvitationSchema.setClass(Invitation);
