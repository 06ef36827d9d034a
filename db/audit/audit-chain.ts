import { createHmac } from 'node:crypto';

/** Who did something: a user, an API key, an operator of the installation, or the system itself. */
export interface AuditActor {
  readonly kind: 'user' | 'api_key' | 'operator' | 'system';
  readonly id: string;
}

/** One entry as its hash covers it; `at` epoch ms, `detail` plain JSON, `ip` as PostgreSQL's host() writes it. */
export interface AuditEntry {
  readonly orgId: string;
  readonly seq: number;
  readonly atMs: number;
  readonly actor: AuditActor;
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  readonly detail: unknown;
  readonly ip: string | null;
  readonly requestId: string | null;
}

/** What the first entry of a chain follows. */
export const FIRST_PREVIOUS: Buffer = Buffer.alloc(32);

/** JSON with sorted keys and nothing else that may vary: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** The hash of an entry: HMAC-SHA256(key, previous hash || canonical entry). */
export function chainHash(key: Buffer, previous: Buffer, entry: AuditEntry): Buffer {
  return createHmac('sha256', key).update(previous).update(canonicalJson(entry), 'utf8').digest();
}

/** Any detail as the database will give it back: plain JSON without what jsonb refuses (NUL, halves of surrogates). */
export function storableDetail(detail: unknown): unknown {
  if (detail === undefined || detail === null) return null;
  return JSON.parse(JSON.stringify(detail), (_name, value: unknown) =>
    typeof value === 'string' ? storableText(value) : Object.is(value, -0) ? 0 : value,
  );
}

/** Text as a column can hold it. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}');
}
