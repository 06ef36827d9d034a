import type { Pool, PoolClient } from 'pg';
import type { Role } from '../../contracts/auth.schema.ts';
import { withOrg } from '../tenant.ts';
import { tokenHash } from './token-hash.ts';

/** An API key that works: not revoked, not over, of an open organization. */
export interface WorkingApiKey {
  readonly orgId: string;
  readonly apiKeyId: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** Epoch ms; null for a key without an end. */
  readonly expiresAtMs: number | null;
}

/** The API key by its secret, found by hash; null where none works. EFFECT: marks it used, once a minute. */
export async function workingApiKey(pool: Pool, key: string): Promise<WorkingApiKey | null> {
  const found = await pool.query<{ org_id: string; id: string }>(
    'SELECT org_id, id FROM api_key_candidate($1)',
    [tokenHash(key)],
  );
  const candidate = found.rows[0];
  if (!candidate) return null;
  return withOrg(pool, candidate.org_id, async (tx) => {
    const { rows } = await tx.query<{
      role: Role;
      scopes: string[];
      expires_at: Date | null;
      is_fresh: boolean;
    }>(
      `SELECT k.role, k.scopes, k.expires_at,
              coalesce(k.last_used_at > clock_timestamp() - interval '1 minute', false) AS is_fresh
         FROM api_key k JOIN organization o ON o.id = k.org_id
        WHERE k.id = $1 AND k.revoked_at IS NULL AND o.closed_at IS NULL
          AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())`,
      [candidate.id],
    );
    const row = rows[0];
    if (!row) return null;
    if (!row.is_fresh)
      await tx.query('UPDATE api_key SET last_used_at = clock_timestamp() WHERE id = $1', [candidate.id]);
    return {
      orgId: candidate.org_id,
      apiKeyId: candidate.id,
      role: row.role,
      scopes: row.scopes,
      expiresAtMs: row.expires_at?.getTime() ?? null,
    };
  });
}

/**
 * Whether somebody may make an API key: the account is open and still has the role. Until the transaction ends the
 * account can be neither closed nor changed, so that whoever does so finds the key and revokes it.
 */
export async function mayMakeApiKey(tx: PoolClient, userId: string, role: Role): Promise<boolean> {
  const { rowCount } = await tx.query(
    'SELECT FROM "user" WHERE id = $1 AND role = $2 AND disabled_at IS NULL FOR SHARE',
    [userId, role],
  );
  return rowCount === 1;
}

/** Revokes the API keys that somebody made; gives the ids of those that were open. IDEMPOTENT. */
export async function revokeApiKeysOf(tx: PoolClient, userId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE api_key SET revoked_at = clock_timestamp()
      WHERE created_by = $1 AND revoked_at IS NULL RETURNING id`,
    [userId],
  );
  return rows.map(({ id }) => id);
}
