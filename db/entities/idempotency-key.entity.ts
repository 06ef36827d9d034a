import { defineEntity, p } from '@mikro-orm/postgresql';
import { now, orgId, tenantRows } from './columns.ts';

const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKey',
  ...tenantRows,
  indexes: [{ name: 'idempotency_key_created', properties: ['orgId', 'createdAt'] }],
  properties: {
    orgId: orgId(),
    key: p.text().primary(),
    methodPath: p.text(),
    bodyHash: p.text(),
    /** Null while the first request is in flight. */
    status: p.integer().nullable(),
    response: p.json<unknown>().nullable(),
    createdAt: now(),
  },
});

/** An `Idempotency-Key` of the API and the answer given under it. */
export class IdempotencyKey extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKey);
