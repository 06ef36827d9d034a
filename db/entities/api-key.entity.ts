import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  ...tenantRows,
  uniques: [{ name: 'api_key_hash_key', properties: ['orgId', 'keyHash'] }],
  indexes: [{ name: 'api_key_hash', properties: ['keyHash'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    name: p.text(),
    /** First characters of the key, to tell keys apart by. */
    prefix: p.text(),
    /** SHA-256 of the key. */
    keyHash: p.blob().hidden(),
    role: p.enum(['agent', 'supervisor', 'admin']),
    scopes: p.array().columnType('text[]'),
    /** Null never expires. */
    expiresAt: moment().nullable(),
    lastUsedAt: moment().nullable(),
    createdBy: p.uuid().nullable(),
    createdAt: now(),
    revokedAt: moment().nullable(),
  },
});

/** A key with which a program asks in the name of an organization, within its role and scopes. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);
