import type { PoolClient } from 'pg';
import type { Role } from '../../contracts/auth.schema.ts';
import { tokenHash } from './token-hash.ts';

/** Days in which an invitation can be accepted. */
export const INVITATION_DAYS = 7;

/** An invitation to be made; `invitedBy` null where it comes from an operator or an API key. */
export interface NewInvitation {
  readonly orgId: string;
  readonly email: string;
  readonly role: Role;
  readonly token: string;
  readonly invitedBy: string | null;
}

/** Makes an invitation in the place of the open ones of the same address. Gives its id. */
export async function invite(tx: PoolClient, invitation: NewInvitation): Promise<string> {
  const { orgId, email, role, token, invitedBy } = invitation;
  await tx.query(
    `UPDATE invitation SET revoked_at = clock_timestamp()
      WHERE email = $1 AND accepted_at IS NULL AND revoked_at IS NULL`,
    [email],
  );
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO invitation (org_id, email, role, token_hash, invited_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(days => $6)) RETURNING id`,
    [orgId, email, role, tokenHash(token), invitedBy, INVITATION_DAYS],
  );
  return rows[0]?.id ?? '';
}

/** Uses an invitation up; null when it was used, revoked or is over. Two at once: one gets it. */
export async function acceptInvitation(
  tx: PoolClient,
  id: string,
): Promise<{ email: string; role: Role } | null> {
  const { rows } = await tx.query<{ email: string; role: Role }>(
    `UPDATE invitation SET accepted_at = clock_timestamp()
      WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > clock_timestamp()
      RETURNING email, role`,
    [id],
  );
  return rows[0] ?? null;
}

/** Takes an open invitation back; false when there is none. */
export async function revokeInvitation(tx: PoolClient, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE invitation SET revoked_at = clock_timestamp()
      WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > clock_timestamp()`,
    [id],
  );
  return rowCount === 1;
}
