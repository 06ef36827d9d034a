import type { ErrorCode } from '../contracts/codes.ts';
import { MINIMUM_ROLE } from './auth/permissions.ts';
import type { Endpoint } from './endpoint.ts';
import { statusOf } from './http/problem.ts';

/** The error codes of an endpoint, sorted: those it names and those that follow from its auth, parameters and body. */
export function declaredErrors(endpoint: Endpoint): ErrorCode[] {
  const codes = new Set<ErrorCode>(endpoint.errors);
  const add = (...more: ErrorCode[]) => more.forEach((code) => codes.add(code));
  if (endpoint.auth === 'user') add('auth.required');
  // An operation of the weakest role refuses nobody who has a token.
  if (endpoint.auth === 'user' && MINIMUM_ROLE[endpoint.id] !== 'agent') add('auth.forbidden');
  if (endpoint.auth === 'signed')
    add('auth.bad_signature', 'request.bad_form', 'request.too_large', 'webhook.unknown_call');
  const hasInput = endpoint.params ?? endpoint.query ?? endpoint.body;
  if (hasInput && endpoint.auth !== 'signed') add('request.not_valid');
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
