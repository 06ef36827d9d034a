import type { Request } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { CarrierDirectory, CarrierOrganization } from './carrier-directory.ts';
import { type FormParams, parseForm, single } from './form-body.ts';
import type { IncomingWebhook } from './inbound-desk.ts';
import type { CallLink } from '../../domain/call/webhook-urls.ts';

/** A webhook of a carrier whose signature holds. `url` is the address exactly as it was signed. */
export interface CarrierRequest {
  readonly organization: CarrierOrganization;
  readonly accountSid: string;
  readonly callSid: string;
  readonly url: string;
  readonly params: FormParams;
}

/** What can be the reference of an organization. */
const REFERENCE = /^[^\p{Cc}\p{Cs}]{1,100}$/u;

/** Tokens read longer ago than this are read again before a signature is called bad: they may have been rotated. */
const FRESH_MS = 1_000;

/**
 * Reads and verifies a webhook; `origin` is the origin of the address that we gave the carrier. Throws
 * `request.bad_form`, `webhook.unknown_call` (no such organization) and `auth.bad_signature`; stores nothing.
 */
export async function receive(
  deps: ApiDeps,
  directory: CarrierDirectory,
  origin: string,
  req: Request,
): Promise<CarrierRequest> {
  const params = parseForm(req.get('content-type'), req.body);
  const accountSid = single(params, 'AccountSid');
  const callSid = single(params, 'CallSid');
  if (!accountSid || !callSid)
    throw new AppError({ code: 'request.bad_form', message: 'AccountSid or CallSid is missing.' });
  if (isRepeated(params))
    throw new AppError({ code: 'request.bad_form', message: 'A parameter is repeated.' });
  const url = `${origin}${req.originalUrl}`;
  const signature = req.get('x-twilio-signature') ?? '';
  const ref = String(req.params.orgRef);
  const isSignedFor = (organization: CarrierOrganization) =>
    deps.webhooks.isSigned({
      authTokens: organization.tokensByAccount.get(accountSid) ?? [],
      signature,
      url,
      params,
    });

  const remembered = REFERENCE.test(ref) ? await directory.find(ref) : null;
  if (!remembered) throw new AppError({ code: 'webhook.unknown_call' });
  if (isSignedFor(remembered)) return { organization: remembered, accountSid, callSid, url, params };
  const fresh = await directory.find(ref, deps.clock.wallMs() - FRESH_MS);
  if (!fresh || !isSignedFor(fresh)) throw new AppError({ code: 'auth.bad_signature' });
  return { organization: fresh, accountSid, callSid, url, params };
}

/** Whether a value stands twice under a name: signatures cover it once, so that anybody could add the second. */
function isRepeated(params: FormParams): boolean {
  return Object.values(params).some((value) => Array.isArray(value) && new Set(value).size < value.length);
}

/** The call that a verified webhook's address names, null where it is a number's own address; throws `webhook.unknown_call` when `k` is not its key. */
export function linkOf(deps: ApiDeps, request: CarrierRequest, req: Request): CallLink | null {
  const { a, c, k: key } = req.query;
  if (a === undefined && c === undefined && key === undefined) return null;
  const name = a === undefined ? 'c' : 'a';
  const id = a ?? c;
  const isOurs =
    typeof id === 'string' &&
    typeof key === 'string' &&
    deps.webhooks.isCallLink(request.organization.linkKey, id, key);
  if (!isOurs) throw new AppError({ code: 'webhook.unknown_call' });
  return { name, id, key };
}

/** How often the caller of a turn has been asked to hold on. */
export function pollsOf(req: Request): number {
  const polls = Number(req.query.poll ?? 0);
  return Number.isInteger(polls) && polls > 0 ? polls : 0;
}

/** A webhook that names its call by the carrier's id alone, as the desk of inbound calls takes it. */
export function incomingOf({ organization, ...webhook }: CarrierRequest): IncomingWebhook {
  return { orgId: organization.orgId, ...webhook };
}
