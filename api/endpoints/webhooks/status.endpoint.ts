import { webhookParamsSchema } from '../../../contracts/webhook.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { carrierForm } from '../../webhooks/carrier-form.ts';
import { type CarrierRequest, incomingOf, linkOf, receive } from '../../webhooks/receive.ts';

/**
 * News of a call, ours or one that came in: one transaction (inbox, rank, outbox) and 204; neither Temporal nor Redis is asked. Repeated, late or
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
  rawBody: carrierForm,
  responses: { 204: { description: 'Written down.' } },
  errors: [],
  handle: async ({ deps, req }) => {
    const request = await receive(deps, deps.webhookState.directory, deps.settings.publicUrl, req);
    const link = linkOf(deps, request, req);
    const isKnown =
      link?.name === 'a'
        ? await applyToAttempt(deps, request, link.id)
        : await deps.inbound.applyStatus(incomingOf(request));
    if (!isKnown) throw new AppError({ code: 'webhook.unknown_call' });
    return { status: 204 };
  },
});

async function applyToAttempt(deps: ApiDeps, request: CarrierRequest, attemptId: string): Promise<boolean> {
  const { organization, accountSid, url, params } = request;
  const event = { orgId: organization.orgId, attemptId, accountSid, url, params };
  return (await deps.webhooks.applyEvent(event)).isKnown;
}
