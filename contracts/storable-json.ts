const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/**
 * Whether the database can keep a JSON value: no text or key in it holds NUL or half of a surrogate pair. The value
 * must not nest deeper than the stack. Source: PostgreSQL manual, "JSON Types" (\u0000 and surrogates in jsonb).
 */
export function isStorableJson(value: unknown): boolean {
  // JSON.stringify writes exactly those characters, and other control characters, as escapes.
  return !UNSTORABLE.test(JSON.stringify(value) ?? '');
}
