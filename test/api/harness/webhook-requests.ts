import type { Response } from 'supertest';
import twilio from 'twilio';
import type { Endpoint } from '../../../api/endpoint.ts';
import { attemptLink } from '../../../providers/crypto/attempt-link.ts';
import { type ApiWorld, FALLBACK_URL, PUBLIC_URL } from './api-world.ts';
import type { PlacedAttempt } from './rows.ts';

/** What a webhook of a test says; `query` is raw, as the carrier keeps the address it was given. */
export interface WebhookRequest {
  query?: string;
  params?: Record<string, string>;
  authToken?: string;
  callSid?: string;
  /** Replaces the signed body on its way, as a forger would. */
  sentBody?: string;
}

export const CALL_SID = `CA${'c'.repeat(32)}`;

/** The query that names an attempt as the dialler writes it. */
export function attemptQuery({ attemptId, linkKey }: PlacedAttempt, turn?: string): string {
  const k = attemptLink.sign(linkKey, attemptId);
  return `?a=${attemptId}&k=${k}${turn === undefined ? '' : `&t=${turn}`}`;
}

/** Posts a form as Twilio does: signed by the unmodified library over the public address and every parameter. */
export async function signedForm(
  world: ApiWorld,
  endpoint: Endpoint,
  request: WebhookRequest = {},
): Promise<Response> {
  const { ours, http } = world;
  const path = `${endpoint.path.replace('{orgRef}', ours.ref)}${request.query ?? ''}`;
  const params = { AccountSid: ours.accountSid, CallSid: request.callSid ?? CALL_SID, ...request.params };
  const origin = endpoint.id === 'fallbackWebhook' ? FALLBACK_URL : PUBLIC_URL;
  const signature = twilio.getExpectedTwilioSignature(
    request.authToken ?? ours.authToken,
    `${origin}${path}`,
    params,
  );
  return http
    .post(path)
    .type('application/x-www-form-urlencoded')
    .set('X-Twilio-Signature', signature)
    .send(request.sentBody ?? new URLSearchParams(params).toString());
}
