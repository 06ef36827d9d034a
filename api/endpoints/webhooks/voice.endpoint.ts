import type { Request } from 'express';
import { twimlSchema, webhookParamsSchema } from '../../../contracts/webhook.schema.ts';
import type { ApiDeps } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { carrierForm } from '../../webhooks/carrier-form.ts';
import { answerKnownCall } from '../../webhooks/answer-known-call.ts';
import { answerNewCall } from '../../webhooks/answer-new-call.ts';
import { linkOf, receive } from '../../webhooks/receive.ts';

/**
 * A call was answered, came in, or its caller did something: one Update of its workflow, and its answer as TwiML. A
 * plain menu step asks the database nothing. Repeated, it gives the same answer; late, it asks the caller to hold on.
 */
export const voiceWebhook = defineEndpoint({
  id: 'voiceWebhook',
  method: 'post',
  path: '/webhooks/twilio/{orgRef}/voice',
  tag: 'carrier-webhooks',
  summary: 'Answer and next instruction',
  auth: 'signed',
  params: webhookParamsSchema,
  rawBody: carrierForm,
  responses: {
    200: { description: 'What the caller hears next.', schema: twimlSchema, mediaType: 'text/xml' },
  },
  errors: [],
  handle: async ({ deps, req }) => ({ status: 200, body: await answer(deps, req) }),
});

async function answer(deps: ApiDeps, req: Request): Promise<string> {
  const { directory, counters } = deps.webhookState;
  const request = await receive(deps, directory, deps.settings.publicUrl, req);
  const link = linkOf(deps, request, req);
  const stop = counters.turnSeconds.startTimer();
  const { end, twiml } = link
    ? await answerKnownCall(deps, request, link, req)
    : await answerNewCall(deps, request, req);
  stop();
  counters.turns.inc({ end });
  return twiml;
}
