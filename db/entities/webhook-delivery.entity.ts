import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const WebhookDeliverySchema = defineEntity({
  name: 'WebhookDelivery',
  ...tenantRows,
  uniques: [
    {
      name: 'webhook_delivery_event_key',
      properties: ['orgId', 'endpointId', 'eventId'],
      where: 'replay_of is null',
    },
  ],
  indexes: [
    { name: 'webhook_delivery_endpoint', properties: ['orgId', 'endpointId', 'id'] },
    { name: 'webhook_delivery_event', properties: ['orgId', 'eventId'] },
    { name: 'webhook_delivery_replay', properties: ['orgId', 'replayOf'], where: 'replay_of is not null' },
    {
      name: 'webhook_delivery_pending',
      properties: ['orgId', 'endpointId', 'nextTryAt'],
      where: `state = 'pending'`,
    },
    { name: 'webhook_delivery_finished', properties: ['createdAt'], where: `state <> 'pending'` },
  ],
  checks: [
    {
      name: 'webhook_delivery_delivered_check',
      expression: `(state = 'delivered') = (delivered_at is not null)`,
    },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    endpointId: p.uuid(),
    eventId: p.uuid(),
    /** The delivery that this one repeats on request. */
    replayOf: p.uuid().nullable(),
    state: p.enum(['pending', 'delivered', 'failed', 'canceled']).default('pending'),
    tries: p.integer().default(0).check('tries >= 0'),
    /** Wall time; a claimed row is hidden until then. */
    nextTryAt: now(),
    /** HTTP status of the last try; null when there was no answer. */
    lastStatus: p.integer().nullable(),
    lastError: p.text().nullable(),
    createdAt: now(),
    deliveredAt: moment().nullable(),
  },
});

/** One event on its way to one endpoint; a replay is a delivery of its own. */
export class WebhookDelivery extends WebhookDeliverySchema.class {}
WebhookDeliverySchema.setClass(WebhookDelivery);
