import { defineEntity, p } from '@mikro-orm/postgresql';
import { now, orgId, tenantRows } from './columns.ts';

const WebhookDeliveryAttemptSchema = defineEntity({
  name: 'WebhookDeliveryAttempt',
  ...tenantRows,
  checks: [{ name: 'webhook_delivery_attempt_try_no_check', expression: 'try_no > 0' }],
  properties: {
    orgId: orgId(),
    deliveryId: p.uuid().primary(),
    /** 1, 2, 3 … */
    tryNo: p.integer().primary(),
    at: now(),
    /** HTTP status; null when there was no answer. */
    status: p.integer().nullable(),
    durationMs: p.integer().check('duration_ms >= 0'),
    error: p.text().nullable(),
    responseExcerpt: p.text().nullable(),
  },
});

/** One try of a delivery and what came back; never changed, and gone with its delivery. */
export class WebhookDeliveryAttempt extends WebhookDeliveryAttemptSchema.class {}
WebhookDeliveryAttemptSchema.setClass(WebhookDeliveryAttempt);
