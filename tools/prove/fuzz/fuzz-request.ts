import { z } from 'zod';
import type { Endpoint } from '../../../api/endpoint.ts';
import type { Random } from '../random.ts';
import { fuzzValue, type JsonSchema } from './fuzz-value.ts';

/** One HTTP request of the fuzzer. */
export interface FuzzRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What is known of the system: ids that exist, somebody's token per role, an organization's reference. */
export interface FuzzKnowledge {
  readonly ids: readonly string[];
  readonly tokens: readonly string[];
  readonly orgRef: string;
}

const BAD_BODIES = ['', '{', 'null', '[]', '"text"', '{"a":1}}', '\u0000', '{"a":'.repeat(2_000)];
const BAD_TYPES = ['text/plain', 'application/json; charset=koi8-r', 'multipart/form-data', ''];
const schemas = new WeakMap<z.ZodType, JsonSchema>();

/** A request to an operation, decided by `random`: often valid, sometimes wrong in path, query, headers or body. */
export function fuzzRequest(endpoint: Endpoint, random: Random, known: FuzzKnowledge): FuzzRequest {
  const body = bodyOf(endpoint, random, known);
  return {
    method: endpoint.method.toUpperCase(),
    path: pathOf(endpoint, random, known) + queryOf(endpoint, random, known),
    headers: headersOf(endpoint, random, known, body !== undefined),
    body,
  };
}

function pathOf({ path, params }: Endpoint, random: Random, known: FuzzKnowledge): string {
  const properties = (params ? jsonSchema(params).properties : undefined) as
    | Record<string, JsonSchema>
    | undefined;
  return path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    if (name === 'orgRef' && random.chance(0.9)) return known.orgRef;
    const value = fuzzValue(properties?.[name] ?? { type: 'string', format: 'uuid' }, random, known.ids);
    return encodeText(typeof value === 'string' ? value : JSON.stringify(value)) || 'x';
  });
}

function queryOf({ query }: Endpoint, random: Random, known: FuzzKnowledge): string {
  if (!query) return random.chance(0.05) ? '?surprise=1&surprise=2' : '';
  const value = fuzzValue(jsonSchema(query), random, known.ids);
  if (typeof value !== 'object' || value === null) return '';
  const pairs = Object.entries(value).map(([name, item]) => {
    const text = typeof item === 'string' ? item : JSON.stringify(item);
    return `${encodeText(name)}=${encodeText(text ?? '')}`;
  });
  if (random.chance(0.05)) pairs.push(...pairs);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function headersOf(
  { auth, idempotent }: Endpoint,
  random: Random,
  known: FuzzKnowledge,
  hasBody: boolean,
): Record<string, string> {
  const token = random.chance(0.95) ? random.pick(known.tokens) : random.pick(['', 'x.y.z', 'null']);
  const isSigned = auth === 'signed';
  const type = isSigned ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    ...(!isSigned && random.chance(0.97) && { authorization: `Bearer ${token}` }),
    ...(isSigned && { 'x-twilio-signature': random.pick(['', 'AAAA', 'bm90IGEgc2lnbmF0dXJl']) }),
    ...(hasBody && { 'content-type': random.chance(0.96) ? type : random.pick(BAD_TYPES) }),
    ...(idempotent && random.chance(0.5) && { 'idempotency-key': `fuzz-${random.below(1e9)}` }),
    ...(random.chance(0.3) && { 'if-match': random.pick(['*', '"1"', '"2"', 'W/"1"', 'garbage']) }),
    ...(random.chance(0.3) && { 'accept-language': random.pick(['cs', 'es-MX,es;q=0.5', '*', ';;', 'xx']) }),
  };
}

function bodyOf(endpoint: Endpoint, random: Random, known: FuzzKnowledge): string | undefined {
  if (endpoint.auth === 'signed')
    return `AccountSid=${random.pick(['AC1', ''])}&CallSid=CA${random.below(99)}&%`;
  if (!endpoint.body) return undefined;
  if (random.chance(0.04)) return random.pick(BAD_BODIES);
  return JSON.stringify(fuzzValue(jsonSchema(endpoint.body), random, known.ids)) ?? '';
}

function jsonSchema(schema: z.ZodType): JsonSchema {
  const made =
    schemas.get(schema) ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  schemas.set(schema, made);
  return made;
}

/** A lone surrogate has no URL encoding. */
function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
