import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const OutboxSchema = defineEntity({
  name: 'Outbox',
  ...tenantRows,
  indexes: [
    { name: 'outbox_unsent', properties: ['nextTryAt'], where: 'sent_at is null' },
    { name: 'outbox_id', properties: ['id'], where: 'sent_at is null' },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    kind: p.enum(['call_ended', 'ensure_workflow']),
    /** The workflow or attempt it is about. */
    key: p.text(),
    payload: p.json<unknown>(),
    createdAt: now(),
    sentAt: moment().nullable(),
    tries: p.integer().default(0),
    /** Wall time; a claimed row is hidden until then. */
    nextTryAt: now(),
    lastError: p.text().nullable(),
  },
});

/** Something to tell Temporal, written with the change it tells of. */
export class Outbox extends OutboxSchema.class {}
OutboxSchema.setClass(Outbox);
