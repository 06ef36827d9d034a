import { carrierFormSchema, twimlSchema, webhookParamsSchema } from '../../../contracts/webhook.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { receive } from '../../webhooks/receive.ts';
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
  rawBody: {
    description: 'As the carrier sends it.',
    mediaTypes: ['application/x-www-form-urlencoded'],
    schema: carrierFormSchema,
  },
  responses: { 200: { description: 'An apology.', schema: twimlSchema, mediaType: 'text/xml' } },
  errors: [],
  handle: async ({ deps, req }) => {
    const { organization, callSid, params } = await receive(
      deps,
      deps.webhookState.directory,
      deps.settings.fallbackUrl,
      req,
    );
    deps.logger.warn({ callSid, errorCode: params.ErrorCode }, 'the carrier fell back');
    return { status: 200, body: speakApology(deps, organization.language) };
  },
});
