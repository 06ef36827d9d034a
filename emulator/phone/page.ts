import { readFileSync } from 'node:fs';
import type { Carrier } from '../carrier.ts';
import type { ApiAnswer, ApiRequest } from '../rest/api.ts';
import { ApiError } from '../rest/api-error.ts';

const TYPES: Readonly<{ [ending: string]: string }> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
const FILES: readonly string[] = [
  'phone.html',
  'phone.css',
  'phone.js',
  'keypad.js',
  'line.js',
  'transcript.js',
  'voice.js',
  'icon.svg',
];
/** Nothing from elsewhere, and nothing but what these files hold. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
};

/** The page of the phone and its parts, read from disk at each request. Throws ApiError 20404. */
export function page(_carrier: Carrier, request: ApiRequest): ApiAnswer {
  // Relative addresses need the slash at the end.
  if (request.path.endsWith('/phone'))
    return { ...empty, status: 302, headers: { location: `/emulator/phone/?${request.query.toString()}` } };
  const name = request.params[0] ?? 'phone.html';
  if (!FILES.includes(name)) throw new ApiError(20404);
  const bytes = readFileSync(new URL(`page/${name}`, import.meta.url));
  const contentType = TYPES[name.split('.')[1] as string] as string;
  return { kind: 'bytes', status: 200, contentType, bytes, headers: HEADERS };
}

const empty = { kind: 'bytes', contentType: 'text/plain', bytes: Buffer.alloc(0) } as const;
