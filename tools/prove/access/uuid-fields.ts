import { z } from 'zod';

interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** Where a schema of a request asks for an id, by its format or its name: paths of keys, `0` into a list. */
export function uuidFields(schema: z.ZodType | undefined): string[][] {
  if (!schema) return [];
  const json = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    cycles: 'ref',
  });
  const found = walk(json as JsonSchema, []);
  return [...new Map(found.map((path) => [path.join('/'), path])).values()];
}

function walk(schema: JsonSchema, path: readonly string[]): string[][] {
  const isNamedId =
    schema.type === 'string' && /[a-z]Ids?$/.test(path.findLast((part) => part !== '0') ?? '');
  if (schema.format === 'uuid' || isNamedId) return [[...path]];
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [
    ...variants.flatMap((variant) => walk(variant, path)),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, part]) => walk(part, [...path, key])),
    ...(schema.items ? walk(schema.items, [...path, '0']) : []),
  ];
}

/** A copy of a body with a value at a path; what is missing on the way is made. */
export function withValue(body: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (key === '0') return [withValue(Array.isArray(body) ? body[0] : undefined, rest, value)];
  const object = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
  return { ...object, [key]: withValue((object as Record<string, unknown>)[key], rest, value) };
}
