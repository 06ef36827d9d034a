import { carrierFormSchema, webhookParamsSchema } from '../../../contracts/webhook.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { attemptOf, receive } from '../../webhooks/receive.ts';

/**
 * News of a call: one transaction (inbox, rank, outbox) and 204; neither Temporal nor Redis is asked. Repeated, late or
 * reordered news changes nothing that later news has settled.
 */
export const statusWebhook = defineEndpoint({
  id: 'statusWebhook',
  method: 'post',
  path: '/webhooks/twilio/{orgRef}/status',
  tag: 'carrier-webhooks',
  summary: 'Call status',
  auth: 'signed',
  params: webhookParamsSchema,
  rawBody: {
    description: 'As the carrier sends it.',
    mediaTypes: ['application/x-www-form-urlencoded'],
    schema: carrierFormSchema,
  },
  responses: { 204: { description: 'Written down.' } },
  errors: [],
  handle: async ({ deps, req }) => {
    const signed = await receive(deps, deps.webhookState.directory, deps.settings.publicUrl, req);
    const { organization, attemptId, accountSid, url, params } = attemptOf(deps, signed, req);
    const applied = await deps.webhooks.applyEvent({
      orgId: organization.orgId,
      attemptId,
      accountSid,
      url,
      params,
    });
    if (!applied.isKnown) throw new AppError({ code: 'webhook.unknown_call' });
    return { status: 204 };
  },
});
