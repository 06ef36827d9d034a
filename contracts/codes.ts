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
  'api_key.not_found': {
    kind: 'not_found',
    title: 'There is no such API key.',
    help: 'List the keys with GET /api/v1/api-keys.',
  },
  'attempt.not_found': {
    kind: 'not_found',
    title: 'There is no such attempt.',
    help: 'List the attempts with GET /api/v1/attempts.',
  },
  'attempt.not_in_review': {
    kind: 'conflict',
    title: 'The attempt is not under review.',
    help: 'Only an attempt in state `review` waits for a person; read it again.',
  },
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
  'auth.csrf_failed': {
    kind: 'forbidden',
    title: 'The request does not come from our own pages.',
    help: 'With a session cookie every change needs the CSRF token of the login in `X-CSRF-Token` and our own origin.',
  },
  'auth.forbidden': {
    kind: 'forbidden',
    title: 'Your role may not do this.',
    help: 'Ask an admin of your organization.',
  },
  'auth.refresh_refused': {
    kind: 'unauthenticated',
    title: 'The refresh token is not valid.',
    help: 'Log in again. A refresh token works once; using an old one ends the session.',
  },
  'auth.registration_closed': {
    kind: 'forbidden',
    title: 'This installation registers no organizations.',
    help: 'Ask its operator; an invitation can be taken nevertheless.',
  },
  'auth.required': {
    kind: 'unauthenticated',
    title: 'This operation needs an access token or an API key.',
    help: 'Send `Authorization: Bearer <token>` with a token from POST /api/v1/auth/login, or an API key.',
  },
  'auth.scope_missing': {
    kind: 'forbidden',
    title: 'The API key lacks the scope of this operation.',
    help: 'The API reference names the scope of each operation; make a key that has it.',
  },
  'auth.throttled': {
    kind: 'throttled',
    title: 'Too many tries.',
    help: 'Wait for the time in the Retry-After header.',
  },
  'auth.token_not_valid': {
    kind: 'invalid',
    title: 'The mailed token is not valid any more.',
    help: 'It works once and for a limited time; ask for a new mail.',
  },
  'breaker.not_found': {
    kind: 'not_found',
    title: 'There is no such circuit breaker.',
    help: 'List them with GET /api/v1/circuit-breakers.',
  },
  'call.not_found': {
    kind: 'not_found',
    title: 'There is no such call.',
    help: 'List the calls with GET /api/v1/calls.',
  },
  'call_list.name_taken': {
    kind: 'conflict',
    title: 'A call list has this name already.',
    help: 'Choose another name or use the list that exists.',
  },
  'call_list.not_found': {
    kind: 'not_found',
    title: 'There is no such call list.',
    help: 'List the call lists with GET /api/v1/call-lists.',
  },
  'callback.already_calling': {
    kind: 'conflict',
    title: 'The callback is being made right now.',
    help: 'Read it again; end the call itself if it must not go on.',
  },
  'callback.already_finished': {
    kind: 'conflict',
    title: 'The callback is over.',
    help: 'Schedule another with POST /api/v1/callbacks.',
  },
  'callback.not_found': {
    kind: 'not_found',
    title: 'There is no such callback.',
    help: 'List the callbacks with GET /api/v1/callbacks.',
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
  'carrier_account.not_found': {
    kind: 'not_found',
    title: 'There is no such carrier account.',
    help: 'Name an account of your organization; GET /api/v1/phone-numbers shows those in use.',
  },
  'contact.not_found': {
    kind: 'not_found',
    title: 'There is no such contact.',
    help: 'List the contacts with GET /api/v1/contacts.',
  },
  'flow.import_unknown': {
    kind: 'invalid',
    status: 422,
    title: 'The document is no flow that can be imported.',
    help: 'Send an export of this platform, a flow document, or a Twilio Studio flow definition that a call can begin in.',
  },
  'flow.in_use': {
    kind: 'conflict',
    title: 'The flow is in use.',
    help: 'The errors name the campaigns, numbers and callbacks that use it; end or change them first.',
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
  'flow.suite_not_found': {
    kind: 'not_found',
    title: 'There is no such suite.',
    help: 'List the suites of the flow with GET /api/v1/ivr/flows/{id}/suites.',
  },
  'flow.suites_failed': {
    kind: 'invalid',
    status: 422,
    title: 'The suites of the flow do not pass.',
    help: 'The errors name each case and what was not as expected; a flow that requires suites needs one at least.',
  },
  'flow.too_many_suites': {
    kind: 'conflict',
    title: 'The flow has as many suites as it can have.',
    help: 'Save the scripted calls into one of the suites that are there.',
  },
  'flow.version_not_found': {
    kind: 'not_found',
    title: 'The flow has no such version.',
    help: 'List the versions of the flow with GET /api/v1/ivr/flows/{id}/versions.',
  },
  'idempotency.in_flight': {
    kind: 'conflict',
    title: 'A request with this Idempotency-Key is still running.',
    help: 'Repeat it after the time in the Retry-After header; the answer will be the same.',
  },
  'idempotency.other_body': {
    kind: 'invalid',
    status: 422,
    title: 'This Idempotency-Key was used with another request.',
    help: 'Use a new key for each new request.',
  },
  'import.empty_file': {
    kind: 'invalid',
    status: 422,
    title: 'The file is empty.',
    help: 'Import a CSV file whose first line names its columns.',
  },
  'import.file_missing': {
    kind: 'conflict',
    title: 'The file of the import is not there any more.',
    help: 'Upload it again; what was imported is kept.',
  },
  'import.header_not_valid': {
    kind: 'invalid',
    status: 422,
    title: 'The header of the file is not valid.',
    help: 'Line 1 of the import lists every missing and unknown column; only the column phone is required.',
  },
  'import.not_found': {
    kind: 'not_found',
    title: 'There is no such import.',
    help: 'The id is in the answer of POST /api/v1/contacts/import.',
  },
  'import.not_text': {
    kind: 'invalid',
    status: 415,
    title: 'The file is not CSV text.',
    help: 'Send CSV as multipart/form-data with a part named `file`, or as text/csv.',
  },
  'internal.unexpected': {
    kind: 'bug',
    title: 'Something went wrong on our side.',
    help: 'Report the request id.',
  },
  'mail.unavailable': {
    kind: 'unavailable',
    title: 'The mail server did not take the mail.',
    help: 'It can be sent again; check SMTP_URL and the mail server.',
  },
  'notification.not_found': {
    kind: 'not_found',
    title: 'You have no such notification.',
    help: 'List yours with GET /api/v1/notifications.',
  },
  'organization.not_found': {
    kind: 'not_found',
    title: 'There is no such organization.',
    help: 'Operators list the organizations with GET /api/v1/organizations.',
  },
  'organization.ref_taken': {
    kind: 'conflict',
    title: 'An organization has this reference already.',
    help: 'Choose another reference or leave it out.',
  },
  'phone_number.busy': {
    kind: 'conflict',
    title: 'The number is being attached or detached right now.',
    help: 'Repeat the request after the time in the Retry-After header.',
  },
  'phone_number.in_use': {
    kind: 'conflict',
    title: 'A campaign that has not finished calls from this number.',
    help: 'Cancel or finish the campaigns that the detail names, or give them another number.',
  },
  'phone_number.no_voice': {
    kind: 'rejected',
    title: 'The number cannot take calls.',
    help: 'Choose a number with voice.',
  },
  'phone_number.not_at_carrier': {
    kind: 'rejected',
    title: 'The carrier account has no such number.',
    help: 'Buy it, or name the account that has it; POST /api/v1/phone-numbers/sync lists what there is.',
  },
  'phone_number.not_found': {
    kind: 'not_found',
    title: 'There is no such number.',
    help: 'List the numbers with GET /api/v1/phone-numbers.',
  },
  'provider_key.in_use': {
    kind: 'conflict',
    title: 'Calls in progress need this key.',
    help: 'Wait until the calls of this carrier account are over, or rotate the key instead of revoking it.',
  },
  'provider_key.label_taken': {
    kind: 'conflict',
    title: 'A key of this provider has this label already.',
    help: 'Choose another label, or rotate the key that exists.',
  },
  'provider_key.not_found': {
    kind: 'not_found',
    title: 'There is no such provider key.',
    help: 'List the keys with GET /api/v1/provider-keys.',
  },
  'provider_key.rehearsal': {
    kind: 'conflict',
    title: 'A real carrier cannot be used while rule time is not wall time.',
    help: 'The demo or a rehearsal ran in this database; use a database of its own for real calls.',
  },
  'provider_key.rejected': {
    kind: 'rejected',
    title: 'The provider does not accept this key.',
    help: 'Copy the key anew from the provider and check that it is active; nothing was stored.',
  },
  'recording.no_audio': {
    kind: 'not_found',
    title: 'There is no sound of this recording.',
    help: 'The carrier has none, or it could not be fetched; the state of the recording tells which.',
  },
  'recording.not_found': {
    kind: 'not_found',
    title: 'There is no such recording.',
    help: 'List the recordings with GET /api/v1/recordings; one that was deleted is gone.',
  },
  'recording.not_ready': {
    kind: 'conflict',
    title: 'The sound of the recording is not here yet.',
    help: 'Repeat the request after the time in the Retry-After header.',
  },
  'recording.not_transcribed': {
    kind: 'not_found',
    title: 'Nobody asked for the words of this recording.',
    help: 'Only voicemail is transcribed.',
  },
  'recording.range_not_satisfiable': {
    kind: 'invalid',
    status: 416,
    title: 'The recording has no such bytes.',
    help: 'The Content-Range header tells how many it has.',
  },
  'request.bad_cursor': {
    kind: 'invalid',
    title: 'The cursor does not continue this list.',
    help: 'A cursor belongs to the list, the order and the filters it came with; begin again without one.',
  },
  'request.bad_form': {
    kind: 'invalid',
    title: 'The form body cannot be read.',
    help: 'Send application/x-www-form-urlencoded in UTF-8.',
  },
  'request.bad_http': {
    kind: 'invalid',
    title: 'This is no HTTP request.',
    help: 'Speak HTTP/1.1; the connection was closed.',
  },
  'request.bad_json': {
    kind: 'invalid',
    title: 'The body is not valid JSON.',
    help: 'Send UTF-8 JSON with Content-Type application/json.',
  },
  'request.head_too_large': {
    kind: 'invalid',
    status: 431,
    title: 'The head of the request is too large.',
    help: 'Address and headers together may have 16 KB; send fewer or shorter ones.',
  },
  'request.method_not_allowed': {
    kind: 'invalid',
    status: 405,
    title: 'This address does not know this method.',
    help: 'The Allow header lists the methods.',
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
  'request.precondition_failed': {
    kind: 'conflict',
    status: 412,
    title: 'Somebody changed it in the meantime.',
    help: 'Read it again and send its new ETag in If-Match.',
  },
  'request.precondition_required': {
    kind: 'invalid',
    status: 428,
    title: 'If-Match is missing.',
    help: 'Send the ETag that you read in If-Match, so that no change is overwritten unseen.',
  },
  'request.throttled': {
    kind: 'throttled',
    title: 'Too many requests.',
    help: 'Wait for the time in the Retry-After header; RateLimit tells what is left.',
  },
  'request.too_large': {
    kind: 'invalid',
    status: 413,
    title: 'The body is too large.',
    help: 'The limit is in the API reference.',
  },
  'request.too_slow': {
    kind: 'invalid',
    status: 408,
    title: 'The request took too long to arrive.',
    help: 'Its head must be whole within 15 seconds and its body within five minutes; send it again.',
  },
  'request.unsupported_media': {
    kind: 'invalid',
    status: 415,
    title: 'This media type is not accepted here.',
    help: 'The API reference names the media types of each operation.',
  },
  'secret.unreadable': {
    kind: 'unavailable',
    title: 'A stored secret cannot be opened.',
    help: 'Start every process with the EVERCALL_KEK that the secret was stored under, or give it as EVERCALL_KEK_PREVIOUS while keys are rotated.',
  },
  'service.unavailable': {
    kind: 'unavailable',
    title: 'A part that this needs is not reachable right now.',
    help: 'Try again after the time in the Retry-After header.',
  },
  'session.not_found': {
    kind: 'not_found',
    title: 'There is no such session.',
    help: 'List the sessions with GET /api/v1/users/{id}/sessions.',
  },
  'trace.not_found': {
    kind: 'not_found',
    title: 'There is no such trace.',
    help: 'A share of all traces is kept for a day at most; list them with GET /api/v1/apm/traces.',
  },
  'user.exists': {
    kind: 'conflict',
    title: 'This e-mail address belongs to a user of your organization.',
    help: 'Change that user with PUT /api/v1/users/{id}.',
  },
  'user.invited': {
    kind: 'conflict',
    title: 'The invitation has not been accepted yet.',
    help: 'Invite again with what should be different, or delete the invitation.',
  },
  'user.last_admin': {
    kind: 'conflict',
    title: 'This is the last admin of the organization.',
    help: 'Make somebody else an admin first.',
  },
  'user.not_found': {
    kind: 'not_found',
    title: 'There is no such user.',
    help: 'List the users with GET /api/v1/users.',
  },
  'voicemail.not_callable': {
    kind: 'conflict',
    title: 'Nobody can be called back for this voicemail.',
    help: 'The detail tells what is missing: a number of the caller that may be called, a number of ours, or a published flow.',
  },
  'voicemail.not_found': {
    kind: 'not_found',
    title: 'There is no such voicemail.',
    help: 'List the voicemail with GET /api/v1/voicemail.',
  },
  'webhook.unknown_call': {
    kind: 'not_found',
    title: 'No call belongs to this webhook.',
    help: 'The organization, the attempt or its key in the address is unknown; nothing was stored.',
  },
  'webhook_delivery.not_found': {
    kind: 'not_found',
    title: 'There is no such delivery.',
    help: 'List the deliveries with GET /api/v1/webhooks/{id}/deliveries; what ended is kept for 30 days.',
  },
  'webhook_delivery.pending': {
    kind: 'conflict',
    title: 'The delivery is still on its way.',
    help: 'Its schedule says when it is tried next; send it again once it has ended.',
  },
  'webhook_endpoint.disabled': {
    kind: 'conflict',
    title: 'The webhook is disabled.',
    help: 'Enable it with PUT /api/v1/webhooks/{id} and isEnabled true; its disabledReason says why it is not.',
  },
  'webhook_endpoint.limit_reached': {
    kind: 'conflict',
    title: 'There are as many webhooks as an organization may have.',
    help: 'Delete one that is not needed, or let one listen for more events.',
  },
  'webhook_endpoint.not_found': {
    kind: 'not_found',
    title: 'There is no such webhook.',
    help: 'List the webhooks with GET /api/v1/webhooks.',
  },
  'webhook_endpoint.url_refused': {
    kind: 'rejected',
    title: 'Messages cannot be sent to this URL.',
    help: 'Use https on port 443 of a public host, without credentials in the URL.',
  },
});

/** A code of the registry, `noun.reason`. */
export type ErrorCode = keyof typeof ERROR_CODES;
