import type { Scalar } from '../../contracts/call-instructions.ts';

/** Some servers begin UTF-8 with it; JSON knows nothing of it. */
const BYTE_ORDER_MARK = '\uFEFF';
/** Longest text that is taken out of a customer's answer. */
const MAX_TEXT_CHARS = 500;

/**
 * The values at JSON pointers in a JSON text, by name. A pointer that leads nowhere, to null, or to no plain value
 * gives nothing; texts are cut at 500 characters. A byte order mark before
 * the JSON is taken off. Null when the text is not JSON. Source: RFC 6901, RFC 8259 section 8.1.
 */
export function readPointers(
  json: string,
  pointers: Readonly<Record<string, string>>,
): Record<string, Scalar> | null {
  let document: unknown;
  try {
    document = JSON.parse(json.startsWith(BYTE_ORDER_MARK) ? json.slice(1) : json);
  } catch {
    return null;
  }
  const found = Object.entries(pointers).map(
    ([name, pointer]) => [name, plain(at(document, pointer))] as const,
  );
  return Object.fromEntries(found.filter((entry): entry is [string, Scalar] => entry[1] !== undefined));
}

function at(document: unknown, pointer: string): unknown {
  const tokens = pointer.split('/').slice(1);
  return tokens.reduce<unknown>((value, token) => {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(key)) return undefined;
    return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }, document);
}

function plain(value: unknown): Scalar | undefined {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT_CHARS);
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
