import { defineEntity, p } from '@mikro-orm/postgresql';
import { answeredRequest } from './columns.ts';

const OperatorIdempotencyKeySchema = defineEntity({
  name: 'OperatorIdempotencyKey',
  properties: {
    operatorId: p.uuid().primary(),
    ...answeredRequest(),
  },
});

/** An `Idempotency-Key` of an operator, who belongs to no organization, and the answer given under it. */
export class OperatorIdempotencyKey extends OperatorIdempotencyKeySchema.class {}
OperatorIdempotencyKeySchema.setClass(OperatorIdempotencyKey);
