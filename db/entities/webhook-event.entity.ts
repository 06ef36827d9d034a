import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now, orgId, tenantRows } from './columns.ts';

const WebhookEventSchema = defineEntity({
  name: 'WebhookEvent',
  ...tenantRows,
  indexes: [
    { name: 'webhook_event_type', properties: ['orgId', 'type', 'id'] },
    { name: 'webhook_event_occurred', properties: ['occurredAt'] },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    type: p.text(),
    payload: p.json<unknown>(),
    occurredAt: now(),
  },
});

/** Something that happened, as it is told to every endpoint that listens for it. */
export class WebhookEvent extends WebhookEventSchema.class {}
WebhookEventSchema.setClass(WebhookEvent);
