import { defineEntity } from '@mikro-orm/postgresql';
import { answeredRequest, orgId, tenantRows } from './columns.ts';

const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKey',
  ...tenantRows,
  indexes: [{ name: 'idempotency_key_created', properties: ['orgId', 'createdAt'] }],
  properties: {
    orgId: orgId(),
    ...answeredRequest(),
  },
});

/** An `Idempotency-Key` of the API and the answer given under it. */
export class IdempotencyKey extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKey);
