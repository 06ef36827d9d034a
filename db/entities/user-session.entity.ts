import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const UserSessionSchema = defineEntity({
  name: 'UserSession',
  ...tenantRows,
  indexes: [
    { name: 'user_session_user', properties: ['orgId', 'userId', 'id'] },
    { name: 'user_session_expiry', properties: ['expiresAt'] },
  ],
  checks: [
    {
      name: 'user_session_revoke_reason_check',
      expression: 'revoke_reason is null or revoked_at is not null',
    },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    userId: p.uuid(),
    userAgent: p.text().nullable(),
    ip: p.text().columnType('inet').nullable(),
    kind: p.enum(['api', 'web']),
    createdAt: now(),
    lastUsedAt: now(),
    expiresAt: moment(),
    revokedAt: moment().nullable(),
    revokeReason: p.text().nullable(),
  },
});

/** One sign-in of a user on one device or browser; it ends by its expiry or its revocation. */
export class UserSession extends UserSessionSchema.class {}
UserSessionSchema.setClass(UserSession);
