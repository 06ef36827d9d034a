import { createHmac } from 'node:crypto';
import { isSameText } from './same-text.ts';
import { liveKeys, type TokenKeyRing } from './token-keys.ts';

/** Days in which a link confirms an address; a reset of the password confirms it too, at any time. */
const CONFIRMATION_DAYS = 7;

/** Whose address is confirmed. */
export interface ConfirmedAccount {
  readonly orgId: string;
  readonly userId: string;
}

/**
 * A token for the link that confirms an address, good for seven days. It says whose, and when it is over, under an
 * HMAC: nothing is stored, and using it twice changes nothing, since an account's address never changes.
 */
export function confirmationOf(
  keys: TokenKeyRing,
  { orgId, userId }: ConfirmedAccount,
  wallMs: number,
): string {
  const endsSeconds = Math.floor(wallMs / 1000) + CONFIRMATION_DAYS * 86_400;
  const said = `${orgId}.${userId}.${endsSeconds}`;
  return `${said}.${sign(keys.current.confirmationKey, said)}`;
}

/** Whose address a token confirms; null where it is not ours or is over. */
export function confirmedBy(keys: TokenKeyRing, token: string, wallMs: number): ConfirmedAccount | null {
  const [, said = '', mac = ''] = /^(.*)\.([^.]*)$/.exec(token) ?? [];
  if (!liveKeys(keys).some(({ confirmationKey }) => isSameText(mac, sign(confirmationKey, said))))
    return null;
  const [orgId = '', userId = '', endsSeconds] = said.split('.');
  return Number(endsSeconds) * 1000 > wallMs ? { orgId, userId } : null;
}

function sign(key: Buffer, said: string): string {
  return createHmac('sha256', key).update(said).digest('base64url');
}
