import { defineEntity, p } from '@mikro-orm/postgresql';
import { now, orgId, tenantRows } from './columns.ts';

const AttemptEventSchema = defineEntity({
  name: 'AttemptEvent',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    attemptId: p.uuid().primary(),
    /** 1, 2, 3 … without a gap. */
    seq: p.integer().primary(),
    /** Null for the first. */
    fromState: p.text().nullable(),
    toState: p.text(),
    cause: p.text(),
    detail: p.json<Record<string, unknown>>().nullable(),
    at: now(),
  },
});

/** One change of an attempt's state; written by the trigger on `call_attempt` alone and never changed. */
export class AttemptEvent extends AttemptEventSchema.class {}
AttemptEventSchema.setClass(AttemptEvent);
