import { defineEntity, p } from '@mikro-orm/postgresql';
import { now } from './columns.ts';

const OperatorIdempotencyKeySchema = defineEntity({
  name: 'OperatorIdempotencyKey',
  properties: {
    operatorId: p.uuid().primary(),
    key: p.text().primary(),
    methodPath: p.text(),
    bodyHash: p.text(),
    /** Null while the first request is in flight. */
    status: p.integer().nullable(),
    response: p.json<unknown>().nullable(),
    createdAt: now(),
  },
});

/** An `Idempotency-Key` of an operator, who belongs to no organization, and the answer given under it. */
export class OperatorIdempotencyKey extends OperatorIdempotencyKeySchema.class {}
OperatorIdempotencyKeySchema.setClass(OperatorIdempotencyKey);
