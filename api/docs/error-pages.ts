import { ERROR_CODES, type ErrorCode, type ErrorKind } from '../../contracts/codes.ts';
import { isRetryable } from '../../domain/errors.ts';
import { statusOf } from '../http/problem.ts';

/** Every code of the registry, sorted. */
export const ALL_CODES = (Object.keys(ERROR_CODES) as ErrorCode[]).sort();

/** What each kind of error means, in one sentence. */
export const KIND_MEANING: Readonly<Record<ErrorKind, string>> = {
  invalid: 'The request is at fault and will never succeed as it is.',
  unauthenticated: 'We do not know who asks.',
  forbidden: 'We know who asks, and they may not.',
  not_found: 'It does not exist, or it belongs to somebody else.',
  conflict: 'The present state forbids it.',
  rejected: 'The provider said no for good.',
  throttled: 'Too fast.',
  unavailable: 'A part that is needed does not answer now.',
  bug: 'An invariant of ours is broken.',
};

/** Whether the same request may be sent again, as a sentence. */
export function retryAdvice(code: ErrorCode): string {
  if (!isRetryable(ERROR_CODES[code].kind)) return 'Repeating the same request gives the same answer.';
  return 'The same request may succeed later; keep to `Retry-After` where it is given.';
}

/** The page of one code as Markdown, as committed under docs/errors. */
export function errorPageMarkdown(code: ErrorCode): string {
  const { title, help, kind } = ERROR_CODES[code];
  return `# ${code}

${title}

| | |
| --- | --- |
| HTTP status | ${statusOf(code)} |
| Kind | \`${kind}\`: ${KIND_MEANING[kind]} |
| Again? | ${retryAdvice(code)} |

## What to do

${help}
`;
}

/** The list of all codes as Markdown. */
export function errorIndexMarkdown(): string {
  const rows = ALL_CODES.map(
    (code) => `| [${code}](${code}.md) | ${statusOf(code)} | ${ERROR_CODES[code].title} |`,
  );
  return `# Error codes

Every error is an \`application/problem+json\` document (RFC 9457) with one of these codes in \`code\`; its \`type\` is
the address of the page below. Codes are permanent. Generated from contracts/codes.ts by tools/docs/generate.ts.

| Code | HTTP | Meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}
