import { isGrpcServiceError, ServiceError } from '@temporalio/client';

const SOCKET_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);

/** PostgreSQL classes 08 (connection), 53 (resources) and 57P (shutdown). Source: PostgreSQL, Appendix A. */
const POSTGRES_DOWN = /^(08|53|57P)/;

/** gRPC codes of a server that cannot answer now: DEADLINE_EXCEEDED 4, RESOURCE_EXHAUSTED 8, UNAVAILABLE 14. */
const GRPC_DOWN: ReadonlySet<number> = new Set([1, 4, 8, 14]);

/** Whether an error means that Postgres or Temporal cannot be reached now, so that the same request may succeed later. */
export function isUnreachable(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (isGrpcServiceError(thrown)) return GRPC_DOWN.has(thrown.code);
  if (thrown instanceof ServiceError || thrown.name === 'WorkflowUpdateRPCTimeoutOrCancelledError')
    return isUnreachableCause(thrown);
  const code = 'code' in thrown ? String(thrown.code) : '';
  if (SOCKET_CODES.has(code) || POSTGRES_DOWN.test(code)) return true;
  return /connection terminated|timeout exceeded when trying to connect/i.test(thrown.message);
}

function isUnreachableCause(error: Error): boolean {
  return error.cause === undefined || isUnreachable(error.cause);
}
