import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const RefreshTokenSchema = defineEntity({
  name: 'RefreshToken',
  ...tenantRows,
  uniques: [
    { name: 'refresh_token_generation_key', properties: ['orgId', 'sessionId', 'generation'] },
    { name: 'refresh_token_hash_key', properties: ['orgId', 'tokenHash'] },
  ],
  indexes: [
    { name: 'refresh_token_hash', properties: ['tokenHash'] },
    { name: 'refresh_token_expiry', properties: ['expiresAt'] },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    sessionId: p.uuid(),
    /** 1, 2, 3 … within the session; each is the successor of the one before. */
    generation: p.integer().check('generation > 0'),
    /** SHA-256 of the token. */
    tokenHash: p.blob().hidden(),
    usedAt: moment().nullable(),
    createdAt: now(),
    expiresAt: moment(),
  },
});

/** A refresh token of a session, by its hash only; the newest generation that is not used is the good one. */
export class RefreshToken extends RefreshTokenSchema.class {}
RefreshTokenSchema.setClass(RefreshToken);
