import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Carrier } from '../carrier.ts';

/** Basic authentication with the account's sid and token, on a path of that account. */
export function isAuthorized(carrier: Carrier, incoming: IncomingMessage, path: string): boolean {
  const { accountSid, authToken } = carrier.config;
  const [scheme, credentials = ''] = (incoming.headers.authorization ?? '').split(' ');
  const given = Buffer.from(credentials, 'base64');
  const expected = Buffer.from(`${accountSid}:${authToken}`);
  const isKnown = given.length === expected.length && timingSafeEqual(given, expected);
  const isOwnPath =
    path === carrier.accountPath ||
    path.startsWith(`${carrier.accountPath}/`) ||
    path === `${carrier.accountPath}.json`;
  return scheme?.toLowerCase() === 'basic' && isKnown && isOwnPath;
}
