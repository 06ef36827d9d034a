/** A schema of the document, as far as examples are made from it. */
export interface DocumentedSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly DocumentedSchema[];
  readonly oneOf?: readonly DocumentedSchema[];
  readonly allOf?: readonly DocumentedSchema[];
  readonly properties?: Readonly<Record<string, DocumentedSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | DocumentedSchema;
  readonly items?: DocumentedSchema;
  readonly minItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

/** The named schemas of a document. */
export type NamedSchemas = Readonly<Record<string, DocumentedSchema>>;

const ID = '019c7a3e-5b1c-7d2e-9f40-1a2b3c4d5e6f';
const MOMENT = '2026-03-03T17:00:00.000Z';

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: ID,
  'date-time': MOMENT,
  date: '2026-03-03',
  email: 'ada@example.com',
  uri: 'https://hooks.example.com/evercall',
  hostname: 'smtp.example.com',
  binary: 'phone,first_name\n+12125550123,Ada\n',
};

const BY_PATTERN: Readonly<Record<string, string>> = {
  '^[A-Z]{2}$': 'US',
  '^[a-z][a-z0-9_]{0,39}$': 'office_hours',
  '^[0-9*#]{1,40}$': '1',
  '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$': 'main',
  '^[A-Za-z][A-Za-z0-9_-]{0,63}(\\/[A-Za-z][A-Za-z0-9_-]{0,63}){0,10}$': 'main',
  '^[\\x21-\\x7e]{8,500}$': 'as-the-provider-gave-it',
};

/** Members whose name tells more than their schema. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  accountSid: `AC${'0'.repeat(32)}`,
  callerId: '+12125550100',
  caller: '+12125550123',
  address: '192.0.2.10',
  contentType: 'audio/wav',
  country: 'US',
  defaultCountry: 'US',
  displayName: 'Ada Lovelace',
  email: 'ada@example.com',
  externalId: 'crm-1042',
  fileName: 'contacts.csv',
  firstName: 'Ada',
  from: '+12125550100',
  ip: '192.0.2.10',
  lastName: 'Lovelace',
  localTimes: { 'America/New_York': '2026-03-03T12:00' },
  masked: '…c2Fs',
  name: 'Spring reminders',
  nextCursor: null,
  number: '+12125550100',
  password: 'correct horse battery',
  provider: 'twilio',
  providerCallId: `CA${'0'.repeat(32)}`,
  reason: null,
  ref: 'riverside-clinic',
  region: 'NY',
  rulepackVersion: '2026-01',
  sha256: '0'.repeat(64),
  source: 'crm',
  timezone: 'America/New_York',
  zone: 'America/New_York',
  zones: ['America/New_York'],
};

/**
 * A value of a schema: the example that it gives, else one made from what it says and from the names of its members.
 * Whether the schema takes it is for a test to say.
 */
export function exampleOf(schema: DocumentedSchema, named: NamedSchemas, name = '', depth = 0): unknown {
  const given = schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.enum?.[0];
  if (given !== undefined) return given;
  if (schema.$ref) return exampleOf(named[schema.$ref.split('/').at(-1) ?? ''] ?? {}, named, name, depth + 1);
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, named, name, depth + 1)));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return exampleOfChoice(choices, named, name, depth);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  const type = types.find((one) => one !== 'null') ?? types[0];
  if (type === 'object' || schema.properties) return exampleObject(schema, named, depth);
  if (Object.hasOwn(BY_NAME, name) && fits(BY_NAME[name], types, schema)) return BY_NAME[name];
  if (type === 'array') return exampleArray(schema, named, name, depth);
  return exampleScalar(schema, type, name);
}

function exampleOfChoice(
  choices: readonly DocumentedSchema[],
  named: NamedSchemas,
  name: string,
  depth: number,
): unknown {
  if (Object.hasOwn(BY_NAME, name)) {
    const value = BY_NAME[name];
    const isTaken = choices.some(
      ({ type, ...rest }) => typeof type === 'string' && fits(value, [type], rest),
    );
    if (isTaken) return value;
  }
  const choice = choices.find(({ type }) => type !== 'null') ?? choices[0] ?? {};
  return exampleOf(choice, named, name, depth + 1);
}

/** Whether a value known by its member's name is of the schema's type and form. */
function fits(value: unknown, types: readonly string[], { format, pattern }: DocumentedSchema): boolean {
  if (value === null) return types.includes('null');
  if (typeof value !== 'string') return types.includes(Array.isArray(value) ? 'array' : 'object');
  return types.includes('string') && !isForm(format) && (!pattern || new RegExp(pattern, 'u').test(value));
}

function isForm(format: string | undefined): boolean {
  return format !== undefined && format in BY_FORMAT;
}

const DEEPEST = 8;

function exampleObject(schema: DocumentedSchema, named: NamedSchemas, depth: number): unknown {
  const members = Object.entries(schema.properties ?? {});
  const kept = depth < DEEPEST ? members : members.filter(([name]) => schema.required?.includes(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, exampleOf(member, named, name, depth + 1)]));
}

function exampleArray(
  { items, minItems }: DocumentedSchema,
  named: NamedSchemas,
  name: string,
  depth: number,
): unknown[] {
  if (!items || (depth >= DEEPEST && !minItems)) return [];
  return [exampleOf(items, named, name.replace(/s$/, ''), depth + 1)];
}

function exampleScalar(schema: DocumentedSchema, type: string | undefined, name: string): unknown {
  if (type === 'boolean') return schema.default ?? true;
  if (type === 'null') return null;
  if (type === 'integer' || type === 'number')
    return schema.default ?? Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
  if (type !== 'string') return schema.default ?? {};
  if (isForm(schema.format)) return BY_FORMAT[schema.format ?? ''];
  if (schema.pattern !== undefined && Object.hasOwn(BY_PATTERN, schema.pattern))
    return BY_PATTERN[schema.pattern];
  if (typeof schema.default === 'string') return schema.default;
  if (name.endsWith('At')) return MOMENT;
  const text = name === '' ? 'text' : name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return text.padEnd(schema.minLength ?? 0, '.').slice(0, schema.maxLength ?? 200);
}
