import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const PasswordResetSchema = defineEntity({
  name: 'PasswordReset',
  ...tenantRows,
  uniques: [{ name: 'password_reset_hash_key', properties: ['orgId', 'tokenHash'] }],
  indexes: [
    { name: 'password_reset_hash', properties: ['tokenHash'] },
    { name: 'password_reset_user', properties: ['orgId', 'userId', 'id'] },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    userId: p.uuid(),
    /** SHA-256 of the token. */
    tokenHash: p.blob().hidden(),
    expiresAt: moment(),
    usedAt: moment().nullable(),
    createdAt: now(),
  },
});

/** A link sent by mail with which a user sets a new password, once. */
export class PasswordReset extends PasswordResetSchema.class {}
PasswordResetSchema.setClass(PasswordReset);
