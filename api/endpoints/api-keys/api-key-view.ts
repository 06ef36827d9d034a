import type { z } from 'zod';
import type { apiKeySchema } from '../../../contracts/api-key.schema.ts';
import type { Role } from '../../../contracts/auth.schema.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

/** An API key as it is stored, without its hash. */
export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  role: Role;
  scopes: string[];
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
  created_at: Date;
}

/** Columns of an `ApiKeyRow`. */
export const API_KEY_COLUMNS =
  'id, name, prefix, role, scopes, expires_at, last_used_at, revoked_at, created_at';

/** An API key as the API shows it. */
export function toApiKey(row: ApiKeyRow): z.input<typeof apiKeySchema> {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    role: row.role,
    scopes: row.scopes,
    expiresAt: toInstantOrNull(row.expires_at),
    lastUsedAt: toInstantOrNull(row.last_used_at),
    revokedAt: toInstantOrNull(row.revoked_at),
    createdAt: toInstant(row.created_at),
  };
}
