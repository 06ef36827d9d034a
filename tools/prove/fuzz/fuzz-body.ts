import type { Random } from '../random.ts';
import { fuzzValue, type FuzzSource, nastyValue } from './fuzz-value.ts';
import type { JsonSchema, Operation } from './open-api.ts';

const BAD_BODIES = ['', '{', 'null', '[]', '"text"', '{"a":1}}', '\u0000', '{"a":'.repeat(2_000)];
const BOUNDARY = 'fuzzed-part';

/** A body as it is sent. */
export interface FuzzBody {
  readonly mediaType: string;
  readonly text: string;
}

/**
 * A body of an operation: from its schema alone, or the valid one, as it is or with one thing changed in it; rarely
 * something that is no JSON at all.
 */
export function fuzzBody(
  { mediaType, schema }: NonNullable<Operation['body']>,
  source: FuzzSource,
  validBody: unknown,
): FuzzBody {
  const { random, noise } = source;
  if (mediaType === 'multipart/form-data') return upload(schema, source);
  if (random.chance(noise)) return { mediaType, text: random.pick(BAD_BODIES) };
  const value =
    validBody !== undefined && random.chance(0.6)
      ? mutate(validBody, random, noise)
      : fuzzValue(schema, '', source);
  return { mediaType, text: JSON.stringify(value) ?? '' };
}

/** One place of a value replaced, emptied or added to, with the probability of `noise` at each step on the way. */
function mutate(value: unknown, random: Random, noise: number): unknown {
  if (random.chance(noise)) return nastyValue(random);
  if (typeof value !== 'object' || value === null || noise === 0) return value;
  if (Array.isArray(value)) return value.map((item) => mutate(item, random, noise));
  const entries = Object.entries(value).filter(() => !random.chance(noise / 2));
  return Object.fromEntries(entries.map(([key, inner]) => [key, mutate(inner, random, noise)]));
}

/** A form with a file of contacts, some of them none. */
function upload(schema: JsonSchema, source: FuzzSource): FuzzBody {
  const { random, noise } = source;
  const fields = fuzzValue(schema, '', source);
  const parts = Object.entries(typeof fields === 'object' && fields !== null ? fields : {}).map(
    ([name, value]) => part(`name="${name}"`, typeof value === 'string' ? value : JSON.stringify(value)),
  );
  const rows = Array.from({ length: random.below(5) }, () => `+1212555${1000 + random.below(9000)},Ada`);
  const csv = random.chance(noise) ? String(nastyValue(random)) : `phone,first_name\n${rows.join('\n')}\n`;
  const file = part('name="file"; filename="contacts.csv"', csv);
  const end = random.chance(noise) ? '' : `--${BOUNDARY}--\r\n`;
  return {
    mediaType: `multipart/form-data; boundary=${BOUNDARY}`,
    text: [...parts, file].join('') + end,
  };
}

function part(disposition: string, content: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
}
