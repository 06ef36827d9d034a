import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { ACCESS_TOKEN_SECONDS } from './access-token.ts';

/** What a browser session holds. `csrf` alone may be read by our pages. */
export interface SessionCookies {
  readonly access: string;
  readonly refresh: string;
  readonly csrf: string;
}

type CookieName = keyof SessionCookies;

/** Where the refresh cookie goes: nowhere but to the operations that need it. */
const REFRESH_PATH = '/api/v1/auth';

/** Sets the cookies of a session; they end with it. */
export function setSessionCookies(
  res: Response,
  publicUrl: string,
  cookies: SessionCookies,
  seconds: number,
): void {
  for (const name of COOKIES) append(res, publicUrl, name, cookies[name], lifeOf(name, seconds));
}

/** Takes the cookies of a session away. */
export function clearSessionCookies(res: Response, publicUrl: string): void {
  for (const name of COOKIES) append(res, publicUrl, name, '', 0);
}

/** The session cookies of a request. */
export function readSessionCookies(req: Request, publicUrl: string): Partial<SessionCookies> {
  const header = req.get('cookie');
  if (header === undefined) return {};
  const sent = parseCookie(header);
  return Object.fromEntries(
    COOKIES.map((name) => [name, sent[nameOf(name, publicUrl)]]).filter(([, value]) => value),
  ) as Partial<SessionCookies>;
}

const COOKIES: readonly CookieName[] = ['access', 'refresh', 'csrf'];

function append(res: Response, publicUrl: string, name: CookieName, value: string, maxAge: number): void {
  const cookie = stringifySetCookie({
    name: nameOf(name, publicUrl),
    value,
    maxAge,
    path: name === 'refresh' ? REFRESH_PATH : '/',
    httpOnly: name !== 'csrf',
    sameSite: 'strict',
    secure: isHttps(publicUrl),
  });
  res.append('Set-Cookie', cookie);
}

/** Under https the prefix keeps other hosts and plain http from planting one. Source: RFC 6265bis, section 4.1.3. */
function nameOf(name: CookieName, publicUrl: string): string {
  if (!isHttps(publicUrl)) return `evercall_${name}`;
  return name === 'refresh' ? '__Secure-evercall_refresh' : `__Host-evercall_${name}`;
}

function lifeOf(name: CookieName, seconds: number): number {
  return name === 'access' ? Math.min(seconds, ACCESS_TOKEN_SECONDS) : seconds;
}

function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
