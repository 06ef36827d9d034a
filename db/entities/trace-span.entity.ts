import { defineEntity, p } from '@mikro-orm/postgresql';
import { moment } from './columns.ts';

const TraceSpanSchema = defineEntity({
  name: 'TraceSpan',
  indexes: [
    { name: 'trace_span_started', properties: ['startedAt'] },
    { name: 'trace_span_root', properties: ['startedAt'], where: 'parent_id is null' },
    { name: 'trace_span_error', properties: ['startedAt'], where: `status = 'error'` },
    { name: 'trace_span_name', properties: ['name', 'startedAt'] },
  ],
  properties: {
    /** 32 hex digits. */
    traceId: p.text().primary(),
    /** 16 hex digits. */
    spanId: p.text().primary(),
    /** Null is the root of the trace. */
    parentId: p.text().nullable(),
    name: p.text(),
    kind: p.enum(['internal', 'server', 'client', 'producer', 'consumer']),
    /** The kind of process it ran in: api, worker-calls … */
    process: p.text(),
    startedAt: moment(),
    durationUs: p.bigint('number').check('duration_us >= 0'),
    status: p.enum(['unset', 'ok', 'error']).default('unset'),
    attributes: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    /** Whose work it was; null is the installation's own. Operators alone read this table. */
    orgId: p.uuid().nullable(),
  },
});

/** One span of a trace of the installation, kept for a day; holds no personal data. */
export class TraceSpan extends TraceSpanSchema.class {}
TraceSpanSchema.setClass(TraceSpan);
