import type { Random } from '../random.ts';
import { fuzzBody } from './fuzz-body.ts';
import { fuzzValue, type FuzzSource } from './fuzz-value.ts';
import type { OpenApiDocument, Operation, Parameter } from './open-api.ts';

/** One HTTP request of the fuzzer. */
export interface FuzzRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What is known of the system before requests to one operation. */
export interface FuzzKnowledge {
  /** Ids that a parameter or field of this name could mean; `id` is what the operation is about. */
  readonly idsFor: (name: string) => readonly string[];
  /** Tokens that may do the most, and all. */
  readonly bestTokens: readonly string[];
  readonly tokens: readonly string[];
  /** Values of path parameters that name something. */
  readonly pathValues: Readonly<Record<string, readonly string[]>>;
  /** A body that is right; undefined where the operation has none. */
  readonly validBody: unknown;
  /** A webhook of the carrier to this path: its query, its form, and the signature that they call for. */
  readonly webhook: (path: string, random: Random) => { query: string; form: string; signature: string };
}

/** How wrong a request is on purpose: not at all, here and there, or everywhere. */
const NOISE: readonly (readonly [share: number, noise: number])[] = [
  [0.5, 0],
  [0.9, 0.05],
  [1, 0.3],
];
const BAD_TYPES = ['text/plain', 'application/json; charset=koi8-r', 'multipart/form-data', ''];

/** A request to an operation, decided by `random`: as often right as wrong in path, query, headers or body. */
export function fuzzRequest(
  operation: Operation,
  document: OpenApiDocument,
  random: Random,
  known: FuzzKnowledge,
): FuzzRequest {
  const drawn = random.next();
  const noise = NOISE.find(([share]) => drawn < share)?.[1] ?? 0;
  const source = { document, random, noise, idsFor: known.idsFor };
  const path = pathOf(operation, source, known);
  if (operation.auth === 'signed') return signedRequest(operation, path, source, known);
  const body = operation.body && fuzzBody(operation.body, source, known.validBody);
  return {
    method: operation.method,
    path: path + queryOf(operation, source),
    headers: { ...headersOf(operation, source, known), ...(body && typeOf(body.mediaType, source)) },
    body: body?.text,
  };
}

function pathOf(operation: Operation, source: FuzzSource, { pathValues }: FuzzKnowledge): string {
  const { random, noise } = source;
  const schemas = new Map(inPlace(operation, 'path').map(({ name, schema }) => [name, schema]));
  return operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const known = pathValues[name] ?? [];
    const isKnown = known.length > 0 && !random.chance(noise);
    const value = isKnown ? random.pick(known) : fuzzValue(schemas.get(name) ?? {}, name, source);
    return encodeText(typeof value === 'string' ? value : JSON.stringify(value)) || 'x';
  });
}

function queryOf(operation: Operation, source: FuzzSource): string {
  const { random, noise } = source;
  const pairs = inPlace(operation, 'query')
    // A cursor of one's own making is good for one thing only.
    .filter(({ name, required }) => required || random.chance(name === 'cursor' ? noise : 0.3))
    .map(({ name, schema }) => {
      const value = fuzzValue(schema, name, source);
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${encodeText(name)}=${encodeText(text ?? '')}`;
    });
  if (random.chance(noise)) pairs.push(...pairs, 'surprise=1');
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function headersOf(
  operation: Operation,
  { random, noise }: FuzzSource,
  known: FuzzKnowledge,
): Record<string, string> {
  const isBad = random.chance(noise);
  const good = random.pick(random.chance(0.8) ? known.bestTokens : known.tokens);
  const token = isBad ? random.pick(['', 'x.y.z', 'null', 'ck_live_x']) : good;
  const mayBeKeyed = inPlace(operation, 'header').some(({ name }) => name === 'Idempotency-Key');
  const hasTag = operation.statuses.has(412);
  const languages = ['cs', 'es-MX,es;q=0.5', '*', ';;', 'xx'];
  return {
    ...(operation.auth === 'token' && { authorization: `Bearer ${token}` }),
    ...(mayBeKeyed && random.chance(0.5) && { 'idempotency-key': `fuzz-${random.below(1e9)}` }),
    ...(hasTag && random.chance(0.8) && { 'if-match': '*' }),
    ...(random.chance(noise) && { 'if-match': random.pick(['"1"', '"2"', 'W/"1"', 'garbage']) }),
    ...(random.chance(0.3) && { 'accept-language': random.pick(languages) }),
  };
}

function typeOf(mediaType: string, { random, noise }: FuzzSource): Record<string, string> {
  return { 'content-type': random.chance(noise / 2) ? random.pick(BAD_TYPES) : mediaType };
}

function signedRequest(
  { method }: Operation,
  path: string,
  { random, noise }: FuzzSource,
  known: FuzzKnowledge,
): FuzzRequest {
  const { query, form, signature } = known.webhook(path, random);
  const isBad = random.chance(noise);
  return {
    method,
    path: path + query,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': isBad ? random.pick(['', 'AAAA', 'bm90IGEgc2lnbmF0dXJl']) : signature,
    },
    body: random.chance(noise) ? random.pick(['', '%', 'CallSid=%ff%fe', `${form}&%`]) : form,
  };
}

function inPlace({ parameters }: Operation, place: Parameter['in']): readonly Parameter[] {
  return parameters.filter((parameter) => parameter.in === place);
}

/** A lone surrogate has no URL encoding. */
function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
