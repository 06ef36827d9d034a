import { ApplicationFailure, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { ErrorCode } from '../../contracts/codes.ts';
import { ERROR_CODES } from '../../contracts/codes.ts';
import { AppError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { isUnreachable } from '../http/unreachable.ts';

const RETRY_AFTER_MS = 2_000;

/**
 * Asks a workflow something within a deadline. Throws `service.unavailable` when Temporal does not answer in time,
 * `closedCode` when there is no open run, and the code of our own that an Update was refused with.
 */
export async function askWorkflow<T>(
  deps: Pick<ApiDeps, 'temporal'>,
  deadlineMs: number,
  closedCode: ErrorCode,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await deps.temporal.connection.withDeadline(Date.now() + deadlineMs, ask);
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) throw new AppError({ code: closedCode, cause: thrown });
    if (thrown instanceof WorkflowUpdateFailedError) throw refusal(thrown, closedCode);
    if (!isUnreachable(thrown)) throw thrown;
    throw new AppError({ code: 'service.unavailable', retryAfterMs: RETRY_AFTER_MS, cause: thrown });
  }
}

/** An Update is refused with one of our codes as its failure type; a run that ended under it is `closedCode`. */
function refusal(failed: WorkflowUpdateFailedError, closedCode: ErrorCode): AppError {
  const type = failed.cause instanceof ApplicationFailure ? failed.cause.type : undefined;
  if (type && Object.hasOwn(ERROR_CODES, type))
    return new AppError({ code: type as ErrorCode, cause: failed });
  return new AppError({ code: closedCode, cause: failed });
}
