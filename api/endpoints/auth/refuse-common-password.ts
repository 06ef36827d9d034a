import { AppError } from '../../../domain/errors.ts';
import { isCommonPassword } from '../../auth/common-passwords.ts';

/** Refuses a new password that is guessed first. Throws `request.not_valid` with `common_password` at `pointer`. */
export function refuseCommonPassword(password: string, pointer: '/password' | '/newPassword'): void {
  if (!isCommonPassword(password)) return;
  const message = 'Too many people have this password; choose another.';
  throw new AppError({ code: 'request.not_valid', errors: [{ pointer, code: 'common_password', message }] });
}
