/** Names of members that never stand in a log, at any depth, whatever holds them. Compared without case, `_` and `-`. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'password',
  'passwordhash',
  'pass',
  'secret',
  'secrets',
  'token',
  'authtoken',
  'authtokenprevious',
  'accesstoken',
  'refreshtoken',
  'apikey',
  'xapikey',
  'xgoogapikey',
  'xiapikey',
  'xtwiliosignature',
  'privatekey',
  'evercallkek',
  'accesstokenkey',
  'linkkey',
  'phonehashkey',
  'auditkey',
  'ciphertext',
  'connectionstring',
]);

/** Members of a failed statement that hold its values. Source: node-postgres, DatabaseError. */
const DATABASE_VALUES: ReadonlySet<string> = new Set(['detail', 'where', 'internalquery', 'parameters']);

const CENSOR = '[redacted]';
const DEEPEST = 8;
const MOST_MEMBERS = 200;

/** Telephone numbers as people write them, tokens, keys, and credentials with a name or in a URL: what may hide in a text. */
const HIDDEN_IN_TEXT: readonly [RegExp, string][] = [
  [/(?<![\w+])\+[1-9](?:[ ().-]{0,2}\d){6,14}(?!\d)/g, '[number]'],
  [/(?<![\w.:/-])1?[ .-]?(?:\(\d{3}\)|\d{3})[ .-]?\d{3}[ .-]?\d{4}(?![\w:-]|\.\d)/g, '[number]'],
  [/\b(Bearer|Basic|Token) +[\w.~+/=-]{8,}/g, `$1 ${CENSOR}`],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, CENSOR],
  [/\bwhsec_[\w+/=-]+/g, CENSOR],
  [/\bAKIA[0-9A-Z]{16}\b/g, CENSOR],
  [/\b(api[_-]?key|passw(?:or)?d|secret|token)(["']?\s*[=:]\s*["']?)[^\s"',;&}]{4,}/gi, `$1$2${CENSOR}`],
  [/\bck_live_[\w-]+/g, CENSOR],
  [/\bsk[-_][\w-]{12,}/g, CENSOR],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, `$1${CENSOR}@`],
];

/** A text without the numbers and credentials that can be told by their form. */
export function redactText(text: string): string {
  return HIDDEN_IN_TEXT.reduce((kept, [pattern, replacement]) => kept.replace(pattern, replacement), text);
}

/**
 * A copy of a logged value without secrets and, unless `withPii`, without what stands under `pii`; errors become
 * plain, with their causes. Bounded in depth and width.
 */
export function redact(value: unknown, withPii: boolean, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deep]';
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (value instanceof Date) return value;
  if (Array.isArray(value))
    return value.slice(0, MOST_MEMBERS).map((item) => redact(item, withPii, depth + 1));
  const isFault = isError(value);
  const isPlain = isFault || isPlainObject(value);
  const kept: Record<string, unknown> = isFault ? namesOf(value) : {};
  for (const [name, member] of Object.entries(value).slice(0, MOST_MEMBERS)) {
    const plain = name.toLowerCase().replaceAll(/[-_]/g, '');
    if (plain === 'pii' && !withPii) continue;
    // A socket or a client would bring its whole world along.
    if (!isPlain && typeof member === 'object') continue;
    const isHidden = SECRET_NAMES.has(plain) || (isFault && DATABASE_VALUES.has(plain));
    kept[name] = isHidden ? CENSOR : redact(member, withPii, depth + 1);
  }
  if (isFault && value.cause !== undefined) kept['cause'] = redact(value.cause, withPii, depth + 1);
  return kept;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isError(value: object): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** What an error has that is not enumerable. */
function namesOf(error: Error): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
  };
}
