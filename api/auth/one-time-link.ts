import { randomBytes } from 'node:crypto';

/** A token for a mailed link: 32 random bytes. */
export function newOneTimeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The address of a console page with a token behind `#`, which no server log and no `Referer` ever holds. */
export function oneTimeLink(
  publicUrl: string,
  page: 'reset-password' | 'accept-invitation' | 'confirm-email',
  token: string,
): string {
  return `${publicUrl}/${page}#token=${token}`;
}
