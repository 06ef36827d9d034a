import { lockAdmins } from '../../../db/identity/user.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';

/** Refuses to take the last admin away: nobody could let anybody in any more. Throws `user.last_admin`. */
export async function refuseToLoseLastAdmin(tx: Tx, leavingId: string): Promise<void> {
  const admins = await lockAdmins(tx);
  if (admins.length === 1 && admins[0] === leavingId) throw new AppError({ code: 'user.last_admin' });
}
