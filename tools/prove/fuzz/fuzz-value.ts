import type { Random } from '../random.ts';
import { type JsonSchema, type OpenApiDocument, resolve } from './open-api.ts';
import { textByName } from './text-by-name.ts';

const NASTY_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e\u200bčšř',
  "'; DROP TABLE contact; --",
  '{{ contact.phone | raw }}',
  '<Say>&amp;</Say>',
  '../../etc/passwd',
  '=cmd()',
  '%00%ff',
  '0',
  '-1',
  '1e309',
  'x'.repeat(5_000),
  '🦊'.repeat(300),
];
const NASTY_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0.1,
  1e21,
  [],
  {},
  [[]],
  ...NASTY_TEXTS,
  JSON.parse('{"__proto__": {"admin": true}}'),
];
const DEEPEST = 6;
/** Of optional fields, how many are sent. */
const SENT = 0.4;

/** What values are made of: the document of the schemas, ids that exist, and how often a value is wrong on purpose. */
export interface FuzzSource {
  readonly document: OpenApiDocument;
  readonly random: Random;
  /** Ids that a field of this name could mean. */
  readonly idsFor: (name: string) => readonly string[];
  /** Share of values, 0..1, that are wrong on purpose; 0 gives a value as good as the schema tells. */
  readonly noise: number;
}

/** Anything but what was asked for. */
export function nastyValue(random: Random): unknown {
  return random.pick(NASTY_VALUES);
}

/** A value for the schema of a field called `name`; decided by `random` alone. */
export function fuzzValue(schema: JsonSchema, name: string, source: FuzzSource, depth = 0): unknown {
  const { random, noise, document } = source;
  if (random.chance(noise)) return nastyValue(random);
  const { $ref, anyOf, oneOf, allOf, enum: choices } = schema;
  if ('const' in schema) return schema.const;
  if (typeof $ref === 'string') return fuzzValue(resolve(document, $ref), name, source, depth + 1);
  if (Array.isArray(choices)) return random.pick(choices);
  const variants = anyOf ?? oneOf ?? allOf;
  if (Array.isArray(variants) && variants.length > 0) {
    return fuzzValue(random.pick(variants) as JsonSchema, name, source, depth + 1);
  }
  return byType(schema, name, source, depth);
}

function byType(schema: JsonSchema, name: string, source: FuzzSource, depth: number): unknown {
  const { random } = source;
  const type = Array.isArray(schema.type) ? random.pick(schema.type as unknown[]) : schema.type;
  switch (type) {
    case 'object':
      return depth > DEEPEST ? {} : fuzzObject(schema, source, depth);
    case 'array':
      return depth > DEEPEST ? [] : fuzzArray(schema, name, source, depth);
    case 'integer':
    case 'number':
      return fuzzNumber(schema, source, type === 'integer');
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'string':
      return fuzzText(schema, name, source);
    default:
      return random.pick(NASTY_VALUES);
  }
}

function fuzzObject(schema: JsonSchema, source: FuzzSource, depth: number): Record<string, unknown> {
  const { random, noise } = source;
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const entries = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
    .filter(([name]) => random.chance(required.has(name) ? 1 - noise / 2 : SENT))
    .map(([name, inner]) => [name, fuzzValue(inner, name, source, depth + 1)] as const);
  const extra = random.chance(noise) ? [['surprise', nastyValue(random)] as const] : [];
  return Object.fromEntries([...entries, ...extra]);
}

function fuzzArray(schema: JsonSchema, name: string, source: FuzzSource, depth: number): unknown[] {
  const { random, noise } = source;
  const least = Number(schema.minItems ?? 0);
  const most = Math.max(least, Math.min(Number(schema.maxItems ?? 3), least + 2));
  const length = random.chance(noise / 3) ? 300 : least + random.below(most - least + 1);
  const items = (schema.items ?? {}) as JsonSchema;
  const one = name.replace(/s$/, '');
  return Array.from({ length }, () => fuzzValue(items, one, source, depth + 1));
}

function fuzzNumber({ minimum, maximum }: JsonSchema, source: FuzzSource, isInteger: boolean): number {
  const { random, noise } = source;
  const least = Math.max(Number(minimum ?? 0), -1e6);
  const most = Math.min(Number(maximum ?? least + 1_000), 1e6);
  if (random.chance(noise)) return random.pick([least - 1, most + 1, 2 ** 31, -(2 ** 53)]);
  if (random.chance(0.15)) return random.pick([least, most]);
  const value = least + random.next() * (most - least);
  return isInteger ? Math.round(value) : value;
}

function fuzzText(schema: JsonSchema, name: string, { random, noise, idsFor }: FuzzSource): string {
  if (random.chance(noise)) return random.pick(NASTY_TEXTS);
  const ids = schema.format === 'uuid' ? idsFor(name) : [];
  return ids.length > 0 && random.chance(0.95) ? random.pick(ids) : textByName(name, schema, random);
}
