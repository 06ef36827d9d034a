import type { Random } from '../random.ts';
import type { JsonSchema } from './open-api.ts';

const DAY_MS = 86_400_000;
const ZONES = ['America/New_York', 'Europe/Prague', 'Asia/Kathmandu', 'Pacific/Auckland', 'Nowhere/At_All'];
const NAMES = ['Ada', 'Žofie Nováková', 'José Ñ.', 'قلب', 'O’Brien-Smith', 'list 7'];

/** A number that no operator has assigned, rarely one of another shape. */
function phone(random: Random): string {
  if (random.chance(0.1)) return random.pick(['+420601000', '12125550123', '+1', '+1 (212) 555-0123', '911']);
  return `+1212555${String(100 + random.below(100)).padStart(4, '0')}`;
}

function moment(random: Random): Date {
  return new Date(Date.now() + Math.round((random.next() - 0.5) * 60 * DAY_MS));
}

const BY_FORMAT: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': (random) => moment(random).toISOString(),
  date: (random) => moment(random).toISOString().slice(0, 10),
  email: (random) => `fuzz${random.below(1e6)}@example.test`,
  uri: (random) => `https://hooks.example.test/in/${random.below(9)}`,
  hostname: () => 'mail.example.test',
  uuid: (random) => `00000000-0000-7000-8000-00000000000${random.below(9)}`,
};

/** By the name of the field, the first that fits. */
const BY_NAME: readonly (readonly [RegExp, (random: Random) => string])[] = [
  [/phone|e164|caller$|^number$/i, phone],
  [/zone$/i, (random) => random.pick(ZONES)],
  [/language$/i, (random) => random.pick(['en', 'es', 'cs'])],
  [/country/i, (random) => random.pick(['US', 'CZ', 'ES'])],
  [/url$/i, (random) => `https://hooks.example.test/in/${random.below(9)}`],
  [/password/i, () => 'a long enough password'],
  [/cursor/i, (random) => Buffer.from(String(random.below(1e4))).toString('base64url')],
  [/(^|[a-z])name$/i, (random) => `${random.pick(NAMES)} ${random.below(1e6)}`],
];

/** A text that fits a string schema as well as its format and the name of its field tell. */
export function textByName(name: string, schema: JsonSchema, random: Random): string {
  const { format, pattern } = schema;
  const byFormat = typeof format === 'string' ? BY_FORMAT[format] : undefined;
  if (byFormat) return byFormat(random);
  if (typeof pattern === 'string' && pattern.includes('\\+')) return phone(random);
  const named = BY_NAME.find(([fits]) => fits.test(name));
  const least = Math.min(Number(schema.minLength ?? 1), 200);
  const most = Number(schema.maxLength ?? 200);
  const text =
    named?.[1](random) ?? 'a fuzzed text '.repeat(20).slice(0, Math.max(least, 1 + random.below(20)));
  return text.padEnd(least, 'x').slice(0, most);
}
