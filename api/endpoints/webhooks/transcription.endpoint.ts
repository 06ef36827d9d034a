import { webhookParamsSchema } from '../../../contracts/webhook.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { carrierForm } from '../../webhooks/carrier-form.ts';
import { receive } from '../../webhooks/receive.ts';

/**
 * The carrier's own transcription, which we never ask for: no address of this webhook is given to it, and its words are
 * kept nowhere. It is answered, so that a number whose console still names it brings no errors there.
 */
export const transcriptionWebhook = defineEndpoint({
  id: 'transcriptionWebhook',
  method: 'post',
  path: '/webhooks/twilio/{orgRef}/transcription',
  tag: 'carrier-webhooks',
  summary: 'Transcription of the carrier: acknowledged and discarded',
  description:
    'Voicemail is transcribed by the transcriber of this installation. A signed request is counted and thrown away.',
  auth: 'signed',
  params: webhookParamsSchema,
  rawBody: carrierForm,
  responses: { 204: { description: 'Thrown away.' } },
  errors: [],
  handle: async ({ deps, req }) => {
    const { callSid } = await receive(deps, deps.webhookState.directory, deps.settings.publicUrl, req);
    deps.logger.info({ callSid }, 'a transcription of the carrier was thrown away');
    return { status: 204 };
  },
});
