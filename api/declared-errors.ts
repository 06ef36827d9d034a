import type { ErrorCode } from '../contracts/codes.ts';
import type { AuthKind, Endpoint } from './endpoint.ts';
import { statusOf } from './http/problem.ts';

/** The error codes of an endpoint, sorted: those it names and those that follow from its auth, parameters and body. */
export function declaredErrors(endpoint: Endpoint): ErrorCode[] {
  const codes = new Set<ErrorCode>(endpoint.errors);
  const add = (...more: ErrorCode[]) => more.forEach((code) => codes.add(code));
  if (needsToken(endpoint.auth)) add('auth.required', 'auth.forbidden');
  if (endpoint.auth === 'user') add('auth.scope_missing');
  if (endpoint.auth === 'signed')
    add('auth.bad_signature', 'request.bad_form', 'request.too_large', 'webhook.unknown_call');
  const hasInput = endpoint.params ?? endpoint.query ?? endpoint.body;
  if (hasInput && endpoint.auth !== 'signed') add('request.not_valid');
  if (endpoint.query && 'cursor' in endpoint.query.shape) add('request.bad_cursor');
  if (endpoint.body) add('request.bad_json', 'request.too_large', 'request.unsupported_media');
  if (endpoint.idempotent) add('idempotency.in_flight', 'idempotency.other_body');
  return [...codes].sort();
}

/** Every status that an endpoint declares, sorted: its answers and its problems. */
export function declaredStatuses(endpoint: Endpoint): number[] {
  const statuses = [
    ...Object.keys(endpoint.responses).map(Number),
    ...declaredErrors(endpoint).map(statusOf),
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}

/** Whether a kind of authentication asks for a token or a key. */
export function needsToken(auth: AuthKind): auth is 'user' | 'person' | 'operator' {
  return auth !== 'none' && auth !== 'signed';
}
