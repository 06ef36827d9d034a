import type { PoolClient } from 'pg';
import type { Role } from '../../contracts/auth.schema.ts';
import { tokenHash } from './token-hash.ts';

/** Longest life of a session in seconds; after it somebody must type a password again. */
export const SESSION_SECONDS = 90 * 24 * 3600;

/** Life of a refresh token that nobody uses, in seconds. */
export const REFRESH_IDLE_SECONDS = 14 * 24 * 3600;

/** Why a session was ended before its time. */
export type RevokeReason =
  | 'logout'
  | 'revoked'
  | 'reuse'
  | 'password_changed'
  | 'password_reset'
  | 'user_disabled';

/** A session that stands, with what its access tokens say. */
export interface StandingSession {
  readonly orgId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly role: Role;
  readonly tokenVersion: number;
  readonly kind: 'api' | 'web';
  readonly expiresAt: Date;
}

/** What is known of a new session; `ip` and `userAgent` are for its owner's list of sessions. */
export interface NewSession {
  readonly userId: string;
  readonly kind: 'api' | 'web';
  readonly refreshToken: string;
  readonly userAgent: string | null;
  readonly ip: string | null;
}

interface SessionRow {
  org_id: string;
  id: string;
  user_id: string;
  role: Role;
  token_version: number;
  kind: 'api' | 'web';
  expires_at: Date;
}

/** Opens a session of a user with its first refresh token; null when the account or its organization is closed. */
export async function openSession(tx: PoolClient, session: NewSession): Promise<StandingSession | null> {
  const { userId, kind, refreshToken, userAgent, ip } = session;
  const { rows } = await tx.query<SessionRow>(
    `INSERT INTO user_session AS s (org_id, user_id, kind, user_agent, ip, last_used_at, expires_at)
     SELECT u.org_id, u.id, $2, $3, $4::inet, clock_timestamp(), clock_timestamp() + make_interval(secs => $5)
       FROM "user" u JOIN organization o ON o.id = u.org_id
      WHERE u.id = $1 AND u.disabled_at IS NULL AND o.closed_at IS NULL
     RETURNING s.org_id, s.id, s.user_id, s.kind, s.expires_at,
       (SELECT role FROM "user" WHERE id = $1), (SELECT token_version FROM "user" WHERE id = $1)`,
    [userId, kind, userAgent?.slice(0, 300) ?? null, ip, SESSION_SECONDS],
  );
  const row = rows[0];
  if (!row) return null;
  await addRefreshToken(tx, row.id, 1, refreshToken);
  await tx.query('UPDATE "user" SET last_login_at = clock_timestamp() WHERE id = $1', [userId]);
  return toStanding(row);
}

/** Adds the refresh token of a generation; it ends with the session at the latest. */
export async function addRefreshToken(
  tx: PoolClient,
  sessionId: string,
  generation: number,
  token: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO refresh_token (org_id, session_id, generation, token_hash, expires_at)
     SELECT s.org_id, s.id, $2, $3, least(s.expires_at, clock_timestamp() + make_interval(secs => $4))
       FROM user_session s WHERE s.id = $1`,
    [sessionId, generation, tokenHash(token), REFRESH_IDLE_SECONDS],
  );
}

const standing = `
  SELECT s.org_id, s.id, s.user_id, s.kind, s.expires_at, u.role, u.token_version
    FROM user_session s
    JOIN "user" u ON u.org_id = s.org_id AND u.id = s.user_id
    JOIN organization o ON o.id = s.org_id
   WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
     AND u.disabled_at IS NULL AND o.closed_at IS NULL
     AND s.created_at >= coalesce(u.password_changed_at, '-infinity')`;

/** A session that stands: not revoked, not over, of an open account and organization, begun with today's password. */
export async function standingSession(tx: PoolClient, sessionId: string): Promise<StandingSession | null> {
  const { rows } = await tx.query<SessionRow>(standing, [sessionId]);
  return rows[0] ? toStanding(rows[0]) : null;
}

/** Ends a session, and with it its refresh tokens; false when there was none to end. Idempotent. */
export async function revokeSession(
  tx: PoolClient,
  sessionId: string,
  reason: RevokeReason,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE user_session SET revoked_at = clock_timestamp(), revoke_reason = $2
      WHERE id = $1 AND revoked_at IS NULL`,
    [sessionId, reason],
  );
  return rowCount === 1;
}

/** Ends every session of a user. Idempotent. */
export async function revokeSessionsOf(tx: PoolClient, userId: string, reason: RevokeReason): Promise<void> {
  await tx.query(
    `UPDATE user_session SET revoked_at = clock_timestamp(), revoke_reason = $2
      WHERE user_id = $1 AND revoked_at IS NULL`,
    [userId, reason],
  );
}

function toStanding(row: SessionRow): StandingSession {
  return {
    orgId: row.org_id,
    sessionId: row.id,
    userId: row.user_id,
    role: row.role,
    tokenVersion: row.token_version,
    kind: row.kind,
    expiresAt: row.expires_at,
  };
}
