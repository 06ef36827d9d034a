import { ApplicationFailure } from '@temporalio/common';
import { AppError, isRetryable } from '../domain/errors.ts';

type Activity = (input: never) => unknown;

/**
 * The same activities, throwing what the engine understands: an AppError becomes an ApplicationFailure whose type is its
 * code, retried only when its kind says so, after the delay it asks for. Everything else is retried as it is.
 */
export function withFailureMapping<T extends Record<string, Activity>>(activities: T): T {
  const mapped = Object.entries(activities).map(([name, run]) => [
    name,
    async (input: never) => {
      try {
        return await run(input);
      } catch (thrown) {
        throw thrown instanceof AppError ? toFailure(thrown) : thrown;
      }
    },
  ]);
  return Object.fromEntries(mapped) as T;
}

function toFailure(error: AppError): ApplicationFailure {
  return ApplicationFailure.create({
    message: error.message,
    type: error.code,
    nonRetryable: !isRetryable(error.kind),
    cause: error,
    ...(error.retryAfterMs !== undefined && { nextRetryDelay: error.retryAfterMs }),
  });
}
