import type { Request } from 'express';
import type { z } from 'zod';
import { isStorableJson } from '../../contracts/storable-json.ts';
import { AppError, type FieldFault } from '../../domain/errors.ts';
import { faultsIn, languageOf } from './language.ts';

/** Where a fault lies: the body by a bare pointer, parameters below `/query` and `/path`. */
type Part = '' | '/query' | '/path';

/** A part of a request by its schema; throws `request.not_valid` with every fault by JSON pointer, in its language. */
export function parsePart<T extends z.ZodType>(
  req: Request,
  schema: T,
  value: unknown,
  part: Part,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    refuseUnstorable(parsed.data, part);
    return parsed.data;
  }
  const error = faultsIn(languageOf(req));
  const { error: worded = parsed.error } = error ? schema.safeParse(value, { error }) : parsed;
  throw new AppError({
    code: 'request.not_valid',
    errors: worded.issues.flatMap((issue) => faults(issue, part)),
  });
}

/**
 * A parameter is only ever compared with what the database holds, and that never holds NUL or half a character. Of a body
 * the texts beside whole documents, which have rules and codes of their own.
 */
function refuseUnstorable(parsed: unknown, part: Part): void {
  const errors = Object.entries(parsed ?? {})
    .filter(([, value]) => (part !== '' || typeof value === 'string') && !isStorableJson(value))
    .map(([name]) => ({
      pointer: pointer(part, [name]),
      code: 'format',
      message: 'No text: NUL, or half of a character.',
    }));
  if (errors.length > 0) throw new AppError({ code: 'request.not_valid', errors });
}

/** The JSON body of a request, already read by the body parser; throws `request.unsupported_media` for other types. */
export function jsonBody(req: Request): unknown {
  if (req.is('json') === false) throw new AppError({ code: 'request.unsupported_media' });
  if (req.body === undefined) throw new AppError({ code: 'request.bad_json', message: 'The body is empty.' });
  return req.body;
}

function faults(issue: z.core.$ZodIssue, part: Part): FieldFault[] {
  const at = pointer(part, issue.path);
  if (issue.code !== 'unrecognized_keys') return [{ pointer: at, code: issue.code, message: issue.message }];
  return issue.keys.map((key) => ({
    pointer: pointer(at, [key]),
    code: issue.code,
    message: part === '/query' ? 'There is no such parameter.' : 'There is no such field.',
  }));
}

/** RFC 6901 pointer of a path below a base. */
export function pointer(base: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (at, key) => `${at}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    base,
  );
}
