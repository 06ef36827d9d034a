import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const UserSchema = defineEntity({
  name: 'User',
  ...tenantRows,
  uniques: [{ name: 'user_email_key', properties: ['orgId', 'email'] }],
  indexes: [{ name: 'user_email_login', properties: ['email'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    email: p.text().columnType('citext'),
    /** When a mailed link showed that the account's owner reads the mail of the address; null as long as none did. */
    emailProvenAt: moment().nullable(),
    displayName: p.text(),
    role: p.enum(['agent', 'supervisor', 'admin']),
    /** argon2id, in its own encoded form. */
    passwordHash: p.text().hidden(),
    /** Raised to make every access token issued before invalid. */
    tokenVersion: p.integer().default(0),
    /** Of mails and of the console; null is the organization's. */
    language: p.enum(['en', 'es', 'cs']).nullable(),
    lastLoginAt: moment().nullable(),
    passwordChangedAt: moment().nullable(),
    disabledAt: moment().nullable(),
    createdAt: now(),
  },
});

/** Somebody who signs in; the same address may belong to users of several organizations. */
export class User extends UserSchema.class {}
UserSchema.setClass(User);
