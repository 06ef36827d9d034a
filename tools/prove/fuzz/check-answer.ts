import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApiDocument, Operation } from './open-api.ts';

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  /** Without its parameters; empty where there is none. */
  readonly mediaType: string;
  readonly text: string;
}

/** Says what is wrong with an answer to an operation; null where it is as its document says. */
export type CheckAnswer = (operation: Operation, answer: Answer) => string | null;

/** What the router or the limiter may answer to any operation without its declaring it. */
const ALWAYS_ALLOWED = new Set([404, 429]);

const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  email: /^[^\s@]+@[^\s@]+$/,
  uri: /^[a-z][a-z\d+.-]*:\S+$/i,
};

/**
 * Judges answers by a document alone, with a validator that shares no code with the schemas which made it: a declared
 * status, one of its media types, and a body that fits the schema; a problem is one whatever its status.
 */
export function createAnswerCheck(document: OpenApiDocument): CheckAnswer {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  for (const [name, pattern] of Object.entries(FORMATS)) ajv.addFormat(name, pattern);
  ajv.addSchema(document, 'api');
  const compiled = new Map<string, ValidateFunction>();
  const validate = (pointer: string, body: unknown): string | null => {
    const check = compiled.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    compiled.set(pointer, check);
    return check(body) ? null : ajv.errorsText(check.errors, { dataVar: 'body' });
  };

  return ({ path, method, statuses }, { status, mediaType, text }) => {
    if (!statuses.has(status) && !ALWAYS_ALLOWED.has(status)) return `status ${status} is not declared`;
    const key = statuses.has(status) ? String(status) : 'default';
    const response = ['paths', path, method.toLowerCase(), 'responses', key];
    const content = at(document, [...response, 'content']) as Record<string, unknown> | undefined;
    if (!content)
      return text === '' || status < 300 ? null : `status ${status} with a body that is not declared`;
    const range = [mediaType, mediaType.replace(/\/.*/, '/*')].find((type) => type in content);
    if (range === undefined)
      return `status ${status} as ${mediaType || 'nothing'}, not ${Object.keys(content).join(' or ')}`;
    if (!/[/+]json$/.test(range)) return null;
    const fault = validate(pointerOf([...response, 'content', range, 'schema']), parse(text));
    return fault === null ? null : `status ${status} against its schema: ${fault}`;
  };
}

function at(document: OpenApiDocument, path: readonly string[]): unknown {
  let found: unknown = document;
  for (const part of path) found = (found as Record<string, unknown> | undefined)?.[part];
  return found;
}

/** RFC 6901 pointer as the fragment of a reference. */
function pointerOf(path: readonly string[]): string {
  return path
    .map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
