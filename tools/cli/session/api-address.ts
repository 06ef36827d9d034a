import { CliFault } from '../cli-fault.ts';

/** The API of the development stack. */
const USUAL_API = 'http://127.0.0.1:3000';
const OWN_MACHINE = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Where the API is: what was typed, else EVERCALL_API_URL, else that of the last login, else this machine's. An origin. */
export function apiAddress(
  typed: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  current: string | null,
): string {
  const address = typed ?? (env['EVERCALL_API_URL'] || (current ?? USUAL_API));
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CliFault(`${address} is no address of an API, such as https://calls.example.com.`);
  if (url.protocol === 'http:' && !OWN_MACHINE.has(url.hostname))
    throw new CliFault(`${url.origin} would be told secrets in the open; use https.`);
  return url.origin;
}
