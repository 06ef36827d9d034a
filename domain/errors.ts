import { ERROR_CODES, type ErrorCode, type ErrorKind } from '../contracts/codes.ts';

export type { ErrorCode, ErrorKind } from '../contracts/codes.ts';

/** One fault of a request body: `pointer` is an RFC 6901 JSON pointer into it, `code` names the rule. */
export interface FieldFault {
  pointer: string;
  code: string;
  message: string;
}

/** What an `AppError` is made of; `kind` follows from `code` by the registry. */
export interface AppErrorInit {
  code: ErrorCode;
  /** One sentence for people; never holds personal data. */
  message?: string;
  errors?: readonly FieldFault[];
  /** Milliseconds until the same request may succeed. */
  retryAfterMs?: number;
  cause?: unknown;
}

/**
 * The one error class of the system: `kind` decides the HTTP status and whether an activity is retried, `code`
 * comes from the registry in `contracts/codes.ts`.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly errors: readonly FieldFault[];
  readonly retryAfterMs: number | undefined;

  constructor(init: AppErrorInit) {
    super(
      init.message ?? ERROR_CODES[init.code].title,
      init.cause === undefined ? undefined : { cause: init.cause },
    );
    this.name = 'AppError';
    this.code = init.code;
    this.kind = ERROR_CODES[init.code].kind;
    this.errors = init.errors ?? [];
    this.retryAfterMs = init.retryAfterMs;
  }
}

const RETRYABLE: ReadonlySet<ErrorKind> = new Set(['throttled', 'unavailable', 'bug']);

/** Whether the same request may succeed later without anybody changing it. */
export function isRetryable(kind: ErrorKind): boolean {
  return RETRYABLE.has(kind);
}
