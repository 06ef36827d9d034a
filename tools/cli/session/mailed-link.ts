import { CliFault } from '../cli-fault.ts';

/** What a mailed link holds; a bare token does not say which API has sent it. */
interface MailedLink {
  readonly token: string;
  readonly apiUrl?: string;
}

/**
 * Reads a mailed link to a page, such as `https://calls.example.com/reset-password#token=…`, or its token alone. Throws
 * `CliFault` for what is neither; no message repeats it, since it stands for a password.
 */
export function readMailedLink(
  text: string,
  page: 'accept-invitation' | 'reset-password' | 'confirm-email',
): MailedLink {
  if (/^[\w.-]+$/.test(text)) return { token: text };
  const link = URL.parse(text);
  const token = new URLSearchParams(link?.hash.slice(1)).get('token');
  if (!link || !token)
    throw new CliFault('This is no mailed link: it ends with #token= and many characters. Quote it whole.');
  if (!link.pathname.endsWith(`/${page}`))
    throw new CliFault(`This link leads to ${link.pathname}, and this command takes links to /${page}.`);
  return { token, apiUrl: link.origin };
}
