import { AppError } from '../../domain/errors.ts';

/** Parameters of a form, exactly as sent: untrimmed, empty ones kept, a repeated name as a list in its order. */
export type FormParams = Readonly<Record<string, string | string[]>>;

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/**
 * The parameters of a urlencoded body. Nothing is trimmed, dropped or merged, because the carrier signs every one of
 * them. Throws `request.bad_form` for another media type, bad escapes and text that is not UTF-8.
 */
export function parseForm(contentType: string | undefined, body: unknown): FormParams {
  if (!FORM_TYPE.test(contentType ?? '') || !Buffer.isBuffer(body))
    throw new AppError({ code: 'request.bad_form' });
  const params: Record<string, string | string[]> = Object.create(null);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      const at = pair.indexOf('=');
      const name = decode(at === -1 ? pair : pair.slice(0, at));
      append(params, name, at === -1 ? '' : decode(pair.slice(at + 1)));
    }
  } catch (cause) {
    throw new AppError({ code: 'request.bad_form', cause });
  }
  return params;
}

/** The one value of a parameter; undefined when it is absent or repeated. */
export function single(params: FormParams, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' ? value : undefined;
}

function append(params: Record<string, string | string[]>, name: string, value: string): void {
  const known = params[name];
  if (known === undefined) params[name] = value;
  else params[name] = Array.isArray(known) ? [...known, value] : [known, value];
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
