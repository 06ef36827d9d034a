import type { Random } from '../random.ts';

/** A JSON schema as `z.toJSONSchema` writes it; only the words that shape a value are read. */
export interface JsonSchema {
  readonly [word: string]: unknown;
}

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

/**
 * A value for a schema: mostly one that fits it, sometimes one that is wrong on purpose. `known` are ids that exist.
 * Decided by `random` alone.
 */
export function fuzzValue(
  schema: JsonSchema,
  random: Random,
  known: readonly string[],
  root: JsonSchema = schema,
  depth = 0,
): unknown {
  if (random.chance(0.05)) return random.pick(NASTY_VALUES);
  const { $ref, anyOf, oneOf, allOf, enum: choices } = schema;
  if ('const' in schema) return schema.const;
  if (typeof $ref === 'string') return fuzzValue(resolve($ref, root), random, known, root, depth + 1);
  if (Array.isArray(choices)) return random.pick(choices);
  const variants = anyOf ?? oneOf ?? allOf;
  if (Array.isArray(variants) && variants.length > 0) {
    return fuzzValue(random.pick(variants) as JsonSchema, random, known, root, depth + 1);
  }
  return byType(schema, random, known, root, depth);
}

function byType(
  schema: JsonSchema,
  random: Random,
  known: readonly string[],
  root: JsonSchema,
  depth: number,
): unknown {
  switch (schema.type) {
    case 'object':
      return depth > DEEPEST ? {} : fuzzObject(schema, random, known, root, depth);
    case 'array':
      return depth > DEEPEST ? [] : fuzzArray(schema, random, known, root, depth);
    case 'integer':
    case 'number':
      return fuzzNumber(schema, random);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'string':
      return fuzzText(schema, random, known);
    default:
      return random.pick(NASTY_VALUES);
  }
}

function fuzzObject(
  schema: JsonSchema,
  random: Random,
  known: readonly string[],
  root: JsonSchema,
  depth: number,
): Record<string, unknown> {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const entries = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
    .filter(([name]) => (required.has(name) ? random.chance(0.97) : random.chance(0.5)))
    .map(([name, inner]) => [name, fuzzValue(inner, random, known, root, depth + 1)] as const);
  const extra = random.chance(0.05) ? [['surprise', random.pick(NASTY_VALUES)] as const] : [];
  return Object.fromEntries([...entries, ...extra]);
}

function fuzzArray(
  schema: JsonSchema,
  random: Random,
  known: readonly string[],
  root: JsonSchema,
  depth: number,
): unknown[] {
  const least = Number(schema.minItems ?? 0);
  const length = random.chance(0.02) ? 300 : least + random.below(3);
  const items = (schema.items ?? {}) as JsonSchema;
  return Array.from({ length }, () => fuzzValue(items, random, known, root, depth + 1));
}

function fuzzNumber({ minimum, maximum, type }: JsonSchema, random: Random): number {
  const least = Math.max(Number(minimum ?? 0), -1e6);
  const most = Math.min(Number(maximum ?? least + 1_000), 1e6);
  if (random.chance(0.15)) return random.pick([least, most, least - 1, most + 1, 2 ** 31, -(2 ** 53)]);
  const value = least + random.next() * (most - least);
  return type === 'integer' ? Math.round(value) : value;
}

const BY_FORMAT: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': (random) => new Date(Date.UTC(2026, random.below(24), 1 + random.below(28))).toISOString(),
  date: (random) => `2026-0${1 + random.below(9)}-1${random.below(9)}`,
  email: (random) => `fuzz${random.below(50)}@example.test`,
  uri: () => 'https://hooks.example.test/in',
  uuid: (random) => `00000000-0000-7000-8000-00000000000${random.below(9)}`,
};

function fuzzText(schema: JsonSchema, random: Random, known: readonly string[]): string {
  if (random.chance(0.1)) return random.pick(NASTY_TEXTS);
  const { format, pattern } = schema;
  if (format === 'uuid' && known.length > 0 && random.chance(0.7)) return random.pick(known);
  const make = typeof format === 'string' ? BY_FORMAT[format] : undefined;
  if (make) return make(random);
  if (typeof pattern === 'string' && pattern.includes('\\+'))
    return `+121255501${String(random.below(100)).padStart(2, '0')}`;
  const least = Math.min(Number(schema.minLength ?? 1), 200);
  return 'a fuzzed text '.repeat(20).slice(0, Math.max(least, 1 + random.below(20)));
}

function resolve($ref: string, root: JsonSchema): JsonSchema {
  let found: unknown = root;
  for (const part of $ref.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    found = (found as Record<string, unknown> | undefined)?.[
      part.replaceAll('~1', '/').replaceAll('~0', '~')
    ];
  }
  return (found ?? {}) as JsonSchema;
}
