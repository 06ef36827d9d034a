import type { Request } from 'express';
import { carrierFormSchema, twimlSchema, webhookParamsSchema } from '../../../contracts/webhook.schema.ts';
import type { ApiDeps } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { answerTurn, isBoundToUs, readTurn } from '../../webhooks/answer-turn.ts';
import { attemptOf, receive } from '../../webhooks/receive.ts';
import { speakHangup } from '../../webhooks/speak.ts';

/**
 * A call was answered or its caller did something: one Update of its workflow, and its answer as TwiML. A plain menu
 * step asks the database nothing. Repeated, it gives the same answer; late, it asks the caller to hold on.
 */
export const voiceWebhook = defineEndpoint({
  id: 'voiceWebhook',
  method: 'post',
  path: '/webhooks/twilio/{orgRef}/voice',
  tag: 'carrier-webhooks',
  summary: 'Answer and next instruction',
  auth: 'signed',
  params: webhookParamsSchema,
  rawBody: {
    description: 'As the carrier sends it.',
    mediaTypes: ['application/x-www-form-urlencoded'],
    schema: carrierFormSchema,
  },
  responses: {
    200: { description: 'What the caller hears next.', schema: twimlSchema, mediaType: 'text/xml' },
  },
  errors: [],
  handle: async ({ deps, req }) => ({ status: 200, body: await answer(deps, req) }),
});

async function answer(deps: ApiDeps, req: Request): Promise<string> {
  const { directory, counters } = deps.webhookState;
  const signed = await receive(deps, directory, deps.settings.publicUrl, req);
  const request = attemptOf(deps, signed, req);
  const turn = readTurn(deps, request, req);
  if (!(await isBoundToUs(deps, request))) {
    counters.turns.inc({ end: 'not_ours' });
    return speakHangup(deps, request.organization.language);
  }
  const stop = counters.turnSeconds.startTimer();
  const { end, twiml } = await answerTurn(deps, request, turn);
  stop();
  counters.turns.inc({ end });
  return twiml;
}
