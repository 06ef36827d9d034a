import { AppError } from '../../../domain/errors.ts';
import type { Principal } from '../../auth/principal.ts';
import type { Tx } from '../../deps.ts';

/**
 * Lets people see to their own account and admins to every account of the organization. Anybody else is told that there
 * is no such user, as of one that does not exist: throws `user.not_found`.
 */
export async function requireOwnOrAdmin(tx: Tx, principal: Principal, userId: string): Promise<void> {
  const mayLook = principal.userId === userId || principal.role === 'admin';
  const { rowCount } = await tx.query('SELECT id FROM "user" WHERE id = $1', [userId]);
  if (!mayLook || !rowCount) throw new AppError({ code: 'user.not_found' });
}
