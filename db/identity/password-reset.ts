import type { PoolClient } from 'pg';
import { tokenHash } from './token-hash.ts';

/** Minutes in which a mailed link sets a new password. */
export const PASSWORD_RESET_MINUTES = 60;

/** Whom the mail goes to, in which language, about which organization. */
export interface PasswordResetMail {
  readonly email: string;
  readonly language: 'en' | 'es' | 'cs';
  readonly organization: string;
}

/** Keeps the hash of a token that sets a user's password once; null when the account is closed. */
export async function addPasswordReset(
  tx: PoolClient,
  userId: string,
  token: string,
): Promise<PasswordResetMail | null> {
  const { rows } = await tx.query<PasswordResetMail>(
    `WITH account AS (
       SELECT u.org_id, u.id, u.email, coalesce(u.language, o.default_language) AS language, o.name AS organization
         FROM "user" u JOIN organization o ON o.id = u.org_id
        WHERE u.id = $1 AND u.disabled_at IS NULL AND o.closed_at IS NULL
     ), added AS (
       INSERT INTO password_reset (org_id, user_id, token_hash, expires_at)
       SELECT org_id, id, $2, clock_timestamp() + make_interval(mins => $3) FROM account
     )
     SELECT email, language, organization FROM account`,
    [userId, tokenHash(token), PASSWORD_RESET_MINUTES],
  );
  return rows[0] ?? null;
}

/** Uses a token up, and every other open one of its user; null when it was used, is over or the account is closed. */
export async function usePasswordReset(
  tx: PoolClient,
  id: string,
): Promise<{ userId: string; email: string } | null> {
  const { rows } = await tx.query<{ user_id: string; email: string }>(
    `UPDATE password_reset r SET used_at = clock_timestamp()
       FROM "user" u
      WHERE r.id = $1 AND r.used_at IS NULL AND r.expires_at > clock_timestamp()
        AND u.org_id = r.org_id AND u.id = r.user_id AND u.disabled_at IS NULL
      RETURNING r.user_id, u.email`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  await tx.query(
    'UPDATE password_reset SET used_at = clock_timestamp() WHERE user_id = $1 AND used_at IS NULL',
    [row.user_id],
  );
  return { userId: row.user_id, email: row.email };
}
