import type { Request } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { CarrierDirectory, CarrierOrganization } from './carrier-directory.ts';
import { type FormParams, parseForm, single } from './form-body.ts';

/** A webhook of a carrier whose signature holds. `url` is the address exactly as it was signed. */
export interface CarrierRequest {
  readonly organization: CarrierOrganization;
  readonly accountSid: string;
  readonly callSid: string;
  readonly url: string;
  readonly params: FormParams;
}

/** A verified webhook that names one attempt of ours. */
export interface AttemptRequest extends CarrierRequest {
  readonly attemptId: string;
  readonly linkKey: string;
}

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

  const remembered = await directory.find(ref);
  if (!remembered) throw new AppError({ code: 'webhook.unknown_call' });
  if (isSignedFor(remembered)) return { organization: remembered, accountSid, callSid, url, params };
  const fresh = await directory.find(ref, deps.clock.wallMs() - FRESH_MS);
  if (!fresh || !isSignedFor(fresh)) throw new AppError({ code: 'auth.bad_signature' });
  return { organization: fresh, accountSid, callSid, url, params };
}

/** The attempt that a verified webhook names by `a` and `k`; throws `webhook.unknown_call` when `k` is not its key. */
export function attemptOf(deps: ApiDeps, request: CarrierRequest, req: Request): AttemptRequest {
  const { a: attemptId, k: linkKey } = req.query;
  if (typeof attemptId !== 'string' || typeof linkKey !== 'string')
    throw new AppError({ code: 'webhook.unknown_call' });
  if (!deps.webhooks.isAttemptLink(request.organization.linkKey, attemptId, linkKey)) {
    throw new AppError({ code: 'webhook.unknown_call' });
  }
  return { ...request, attemptId, linkKey };
}
