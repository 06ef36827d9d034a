import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const WebhookInboxSchema = defineEntity({
  name: 'WebhookInbox',
  ...tenantRows,
  uniques: [{ name: 'webhook_inbox_dedupe_key', properties: ['orgId', 'dedupeKey'] }],
  indexes: [{ name: 'webhook_inbox_attempt', properties: ['orgId', 'attemptId', 'receivedAt'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    provider: p.text(),
    /** sha256 over the URL and the sorted parameters, lower-case hex. */
    dedupeKey: p.text(),
    attemptId: p.uuid().nullable(),
    raw: p.json<unknown>(),
    receivedAt: now(),
    appliedAt: moment().nullable(),
  },
});

/** A webhook as it came; the same one is taken in once. */
export class WebhookInbox extends WebhookInboxSchema.class {}
WebhookInboxSchema.setClass(WebhookInbox);
