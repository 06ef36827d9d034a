import type { Pool, PoolClient } from 'pg';
import { withOrg } from '../tenant.ts';
import { addRefreshToken, revokeSession, type StandingSession, standingSession } from './session.ts';
import { tokenHash } from './token-hash.ts';

/** How long a refresh token that was used may be sent again, for an answer that got lost; in seconds. */
export const REFRESH_GRACE_SECONDS = 10;

/** What a refresh token came to: the session with the next token, or why not. `reused` has ended the session. */
export type Rotation =
  | { readonly ok: true; readonly session: StandingSession; readonly refreshToken: string }
  | { readonly ok: false; readonly reason: 'unknown' | 'expired' | 'ended' | 'reused' };

/** A refresh token, and what may follow it under each live key, the current key first. */
export interface RotationRequest {
  readonly token: string;
  readonly successors: readonly [string, ...string[]];
  /** Called in the transaction that ends the session of a reused token. */
  readonly onReuse: (tx: PoolClient, session: { sessionId: string; generation: number }) => Promise<void>;
}

interface TokenRow {
  generation: number;
  latest: number;
  latest_hash: Buffer;
  is_expired: boolean;
  is_within_grace: boolean;
}

/**
 * Gives the one successor of a refresh token. The successor follows from the token by a key, so that a lost answer can
 * be given again within `REFRESH_GRACE_SECONDS` without being stored; a later use, or one of an older generation, is
 * somebody else's copy and ends the whole session. Requests of one session queue for its row: a race has one outcome.
 */
export async function rotateRefreshToken(pool: Pool, request: RotationRequest): Promise<Rotation> {
  const hash = tokenHash(request.token);
  const { rows } = await pool.query<{ org_id: string; session_id: string }>(
    'SELECT org_id, session_id FROM refresh_candidate($1)',
    [hash],
  );
  const candidate = rows[0];
  if (!candidate) return { ok: false, reason: 'unknown' };
  return withOrg(pool, candidate.org_id, (tx) => rotate(tx, candidate.session_id, hash, request));
}

async function rotate(
  tx: PoolClient,
  sessionId: string,
  hash: Buffer,
  { successors, onReuse }: RotationRequest,
): Promise<Rotation> {
  await tx.query('SELECT id FROM user_session WHERE id = $1 FOR UPDATE', [sessionId]);
  const session = await standingSession(tx, sessionId);
  if (!session) return { ok: false, reason: 'ended' };
  const token = await readToken(tx, sessionId, hash);
  if (!token) return { ok: false, reason: 'unknown' };

  if (token.generation === token.latest) {
    if (token.is_expired) return { ok: false, reason: 'expired' };
    const [refreshToken] = successors;
    await useToken(tx, sessionId, token.generation);
    await addRefreshToken(tx, sessionId, token.generation + 1, refreshToken);
    return { ok: true, session, refreshToken };
  }
  const isRepeated = token.generation === token.latest - 1 && token.is_within_grace;
  const given = isRepeated && successors.find((next) => tokenHash(next).equals(token.latest_hash));
  if (given) return { ok: true, session, refreshToken: given };

  await revokeSession(tx, sessionId, 'reuse');
  await onReuse(tx, { sessionId, generation: token.generation });
  return { ok: false, reason: 'reused' };
}

async function readToken(tx: PoolClient, sessionId: string, hash: Buffer): Promise<TokenRow | undefined> {
  const { rows } = await tx.query<TokenRow>(
    `SELECT t.generation, last.generation AS latest, last.token_hash AS latest_hash,
            t.expires_at <= clock_timestamp() AS is_expired,
            coalesce(t.used_at > clock_timestamp() - make_interval(secs => $3), false) AS is_within_grace
       FROM refresh_token t
       JOIN LATERAL (SELECT generation, token_hash FROM refresh_token l
                      WHERE l.session_id = t.session_id ORDER BY generation DESC LIMIT 1) last ON true
      WHERE t.session_id = $1 AND t.token_hash = $2`,
    [sessionId, hash, REFRESH_GRACE_SECONDS],
  );
  return rows[0];
}

async function useToken(tx: PoolClient, sessionId: string, generation: number): Promise<void> {
  await tx.query(
    'UPDATE refresh_token SET used_at = clock_timestamp() WHERE session_id = $1 AND generation = $2',
    [sessionId, generation],
  );
  await tx.query('UPDATE user_session SET last_used_at = clock_timestamp() WHERE id = $1', [sessionId]);
}
