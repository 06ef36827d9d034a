/** What an error means; it alone decides the HTTP status and the retry of an activity (docs/guide/errors.md). */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'rejected'
  | 'throttled'
  | 'unavailable'
  | 'bug';

/** One entry of the registry. `status` overrides the kind's usual HTTP status; `help` says what the reader can do. */
export interface ErrorCodeEntry {
  readonly kind: ErrorKind;
  readonly title: string;
  readonly help: string;
  readonly status?: number;
}

function registry<const T extends Record<string, ErrorCodeEntry>>(
  codes: T,
): { readonly [K in keyof T]: ErrorCodeEntry } {
  return codes;
}

/** Every error code of the system, sorted by code. Codes are permanent: clients and Temporal histories keep them. */
export const ERROR_CODES = registry({
  'auth.bad_credentials': {
    kind: 'unauthenticated',
    title: 'The e-mail address or the password is wrong.',
    help: 'Check both and try again; after several failures wait as the Retry-After header says.',
  },
  'auth.bad_signature': {
    kind: 'forbidden',
    title: 'The webhook signature does not match.',
    help: 'Check the auth token of the carrier account and that the public URL is exactly the one that the carrier calls.',
  },
  'auth.forbidden': {
    kind: 'forbidden',
    title: 'Your role may not do this.',
    help: 'Ask an admin of your organization.',
  },
  'auth.required': {
    kind: 'unauthenticated',
    title: 'This operation needs an access token.',
    help: 'Send `Authorization: Bearer <token>` with a token from POST /api/v1/auth/login.',
  },
  'auth.throttled': {
    kind: 'throttled',
    title: 'Too many failed logins.',
    help: 'Wait for the time in the Retry-After header.',
  },
  'campaign.already_finished': {
    kind: 'conflict',
    title: 'The campaign has finished.',
    help: 'Clone it to run it again.',
  },
  'campaign.not_found': {
    kind: 'not_found',
    title: 'There is no such campaign.',
    help: 'List the campaigns of your organization with GET /api/v1/campaigns.',
  },
  'campaign.not_running': {
    kind: 'conflict',
    title: 'The campaign is not running.',
    help: 'Start it first with POST /api/v1/campaigns/{id}/start.',
  },
  'campaign.not_startable': {
    kind: 'conflict',
    title: 'The campaign cannot start as it is.',
    help: 'The errors name what is missing: a published flow, a caller number, a list with contacts.',
  },
  'carrier.ambiguous': {
    kind: 'unavailable',
    title: 'The carrier did not say whether the call was placed.',
    help: 'Nothing is dialled again; the attempt is reconciled with the carrier by itself.',
  },
  'carrier.rate_limited': {
    kind: 'throttled',
    title: 'The carrier asks us to slow down.',
    help: 'The attempt is planned again; lower the calls per second of the carrier account.',
  },
  'carrier.rejected': {
    kind: 'rejected',
    title: 'The carrier refused the request.',
    help: 'The detail names the carrier code.',
  },
  'carrier.unavailable': {
    kind: 'unavailable',
    title: 'The carrier cannot be reached.',
    help: 'It is tried again; see the status page of the carrier.',
  },
  'flow.not_found': {
    kind: 'not_found',
    title: 'There is no such flow.',
    help: 'List the flows with GET /api/v1/ivr/flows.',
  },
  'flow.not_valid': {
    kind: 'invalid',
    status: 422,
    title: 'The flow is not valid.',
    help: 'Every fault is listed with its JSON pointer.',
  },
  'import.not_found': {
    kind: 'not_found',
    title: 'There is no such import.',
    help: 'The id is in the answer of POST /api/v1/contacts/import.',
  },
  'internal.unexpected': {
    kind: 'bug',
    title: 'Something went wrong on our side.',
    help: 'Report the request id.',
  },
  'request.bad_json': {
    kind: 'invalid',
    title: 'The body is not valid JSON.',
    help: 'Send UTF-8 JSON with Content-Type application/json.',
  },
  'request.not_found': {
    kind: 'not_found',
    title: 'There is nothing at this address.',
    help: 'See the API reference at /docs.',
  },
  'request.not_valid': {
    kind: 'invalid',
    status: 422,
    title: 'The request is not valid.',
    help: 'Each fault is listed with its JSON pointer.',
  },
  'request.too_large': {
    kind: 'invalid',
    status: 413,
    title: 'The body is too large.',
    help: 'The limit is in the API reference.',
  },
  'service.unavailable': {
    kind: 'unavailable',
    title: 'A part that this needs is not reachable right now.',
    help: 'Try again after the time in the Retry-After header.',
  },
});

/** A code of the registry, `noun.reason`. */
export type ErrorCode = keyof typeof ERROR_CODES;
