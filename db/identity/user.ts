import type { PoolClient } from 'pg';
import { ROLES, type Role } from '../../contracts/auth.schema.ts';
import { revokeApiKeysOf } from './api-key.ts';
import { revokeSessionsOf, type RevokeReason } from './session.ts';

/** An account to be made; `passwordHash` argon2id in its own encoded form. */
export interface NewUser {
  readonly orgId: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
  readonly passwordHash: string;
  /** Whether a mailed link has shown that who is added reads the mail of the address. */
  readonly isAddressProven: boolean;
}

/** A user, or an open invitation under its own id, as the list of users shows both. */
export interface UserRow {
  id: string;
  email: string;
  display_name: string | null;
  role: Role;
  state: 'active' | 'disabled' | 'invited';
  last_login_at: Date | null;
  invitation_expires_at: Date | null;
  created_at: Date;
}

/** Adds an account; null when the organization has one of this address. */
export async function addUser(tx: PoolClient, user: NewUser): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO "user" (org_id, email, display_name, role, password_hash, password_changed_at, email_proven_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp(), CASE WHEN $6::boolean THEN clock_timestamp() END)
     ON CONFLICT (org_id, email) DO NOTHING RETURNING id`,
    [user.orgId, user.email, user.displayName, user.role, user.passwordHash, user.isAddressProven],
  );
  return rows[0]?.id ?? null;
}

/**
 * Sets a new password and ends every session that began with the old one, the refresh tokens with them. Idempotent.
 */
export async function setPassword(
  tx: PoolClient,
  userId: string,
  passwordHash: string,
  reason: Extract<RevokeReason, 'password_changed' | 'password_reset'>,
): Promise<void> {
  await tx.query(
    'UPDATE "user" SET password_hash = $2, password_changed_at = clock_timestamp() WHERE id = $1',
    [userId, passwordHash],
  );
  await revokeSessionsOf(tx, userId, reason);
}

const people = `
  SELECT id, email::text, display_name, role, CASE WHEN disabled_at IS NULL THEN 'active' ELSE 'disabled' END AS state,
         last_login_at, NULL::timestamptz AS invitation_expires_at, created_at
    FROM "user"
  UNION ALL
  SELECT id, email::text, NULL, role, 'invited', NULL, expires_at, created_at
    FROM invitation
   WHERE accepted_at IS NULL AND revoked_at IS NULL AND expires_at > clock_timestamp()`;

/** Users and open invitations as `p`. */
export const SELECT_PEOPLE = `SELECT * FROM (${people}) p`;

/** A user or an open invitation of the organization; undefined when there is none. */
export async function userById(tx: PoolClient, id: string): Promise<UserRow | undefined> {
  const { rows } = await tx.query<UserRow>(`${SELECT_PEOPLE} WHERE id = $1`, [id]);
  return rows[0];
}

/** Locks the open accounts of the organization's admins, so that two of them cannot both go; gives their ids. */
export async function lockAdmins(tx: PoolClient): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM "user" WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Changes an account; what is undefined stays. A closed account loses its sessions, and the API keys that it made; so
 * does one of a lower role lose its keys. Gives the ids of the keys that were revoked.
 */
export async function changeUser(
  tx: PoolClient,
  id: string,
  change: { displayName?: string | undefined; role?: Role | undefined; isDisabled?: boolean | undefined },
): Promise<string[]> {
  const { rows } = await tx.query<{ was: Role; is: Role }>(
    `UPDATE "user"
        SET display_name = coalesce($2, display_name), role = coalesce($3, role),
            disabled_at = CASE $4::boolean WHEN true THEN coalesce(disabled_at, clock_timestamp())
                                           WHEN false THEN NULL ELSE disabled_at END
      WHERE id = $1 RETURNING old.role AS was, new.role AS is`,
    [id, change.displayName ?? null, change.role ?? null, change.isDisabled ?? null],
  );
  if (change.isDisabled) await revokeSessionsOf(tx, id, 'user_disabled');
  const isLower = rows.some(({ was, is }) => ROLES.indexOf(is) < ROLES.indexOf(was));
  return change.isDisabled || isLower ? revokeApiKeysOf(tx, id) : [];
}
