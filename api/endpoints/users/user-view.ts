import type { z } from 'zod';
import type { userSchema } from '../../../contracts/user.schema.ts';
import type { UserRow } from '../../../db/identity/user.ts';
import { userById } from '../../../db/identity/user.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

/** A user as the API shows it. */
export function toUser(row: UserRow): z.input<typeof userSchema> {
  return {
    id: row.id,
    email: row.email,
    displayName: row.display_name,
    role: row.role,
    state: row.state,
    lastLoginAt: toInstantOrNull(row.last_login_at),
    invitationExpiresAt: toInstantOrNull(row.invitation_expires_at),
    createdAt: toInstant(row.created_at),
  };
}

/** A user or an open invitation; throws `user.not_found`. */
export async function requireUser(tx: Tx, id: string): Promise<UserRow> {
  const row = await userById(tx, id);
  if (!row) throw new AppError({ code: 'user.not_found' });
  return row;
}
