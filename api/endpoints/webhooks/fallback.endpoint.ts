import type { Language } from '../../../contracts/call-instructions.ts';
import { twimlSchema, webhookParamsSchema } from '../../../contracts/webhook.schema.ts';
import type { ApiDeps } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { carrierForm } from '../../webhooks/carrier-form.ts';
import { type CarrierRequest, incomingOf, receive } from '../../webhooks/receive.ts';
import { speakApology } from '../../webhooks/speak.ts';

/** The carrier could not get instructions from the voice webhook: a polite sentence and the end of the call. */
export const fallbackWebhook = defineEndpoint({
  id: 'fallbackWebhook',
  method: 'post',
  path: '/webhooks/twilio/{orgRef}/fallback',
  tag: 'carrier-webhooks',
  summary: 'Answer when the first address failed',
  auth: 'signed',
  params: webhookParamsSchema,
  rawBody: carrierForm,
  responses: { 200: { description: 'An apology.', schema: twimlSchema, mediaType: 'text/xml' } },
  errors: [],
  handle: async ({ deps, req }) => {
    const { directory } = deps.webhookState;
    const request = await receive(deps, directory, deps.settings.fallbackUrl, req);
    const { callSid, params } = request;
    deps.logger.warn({ callSid, errorCode: params.ErrorCode }, 'the carrier fell back');
    return { status: 200, body: speakApology(deps, await languageOf(deps, request)) };
  },
});

/** The caller's language; the organization's where nobody can tell. */
async function languageOf(deps: ApiDeps, request: CarrierRequest): Promise<Language> {
  const fallback = request.organization.language;
  try {
    return (await deps.inbound.languageOf(incomingOf(request))) ?? fallback;
  } catch (thrown) {
    deps.logger.warn({ err: thrown }, 'the language of a caller could not be read');
    return fallback;
  }
}
