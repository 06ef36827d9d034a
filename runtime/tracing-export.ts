import { type Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, hrTimeToMicroseconds } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { StoredSpan } from '../db/traces/span-store.ts';
import { redactText } from './redact.ts';

/** All that a span may say; nothing here is about a person. */
const KEPT: ReadonlySet<string> = new Set([
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'evercall.call_id',
  'evercall.operation',
  'evercall.org_id',
  'evercall.provider',
  'evercall.result',
  'temporal.activity_type',
  'temporal.attempt',
  'temporal.task_queue',
  'temporal.workflow_type',
  'temporalActivityId',
  'temporalWorkflowId',
  'run_id',
]);
const LONGEST = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A span without what a library may have put into it: other attributes, messages of errors, events. */
export function cleanSpan(span: ReadableSpan): ReadableSpan {
  const entries = Object.entries(span.attributes).filter(([name]) => KEPT.has(name));
  const attributes: Attributes = Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === 'string' ? redactText(value).slice(0, LONGEST) : Number(value),
    ]),
  );
  return {
    name: redactText(span.name).slice(0, LONGEST),
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    status: { code: span.status.code },
    attributes,
    links: [],
    events: [],
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** An exporter that is given clean spans only. */
export function cleanExporter(inner: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => inner.export(spans.map(cleanSpan), done),
    shutdown: () => inner.shutdown(),
  };
}

/** Exports to the span store; a batch that cannot be saved is lost and told of. */
export function storeExporter(
  process: string,
  save: (spans: StoredSpan[]) => Promise<void>,
  onError: (error: unknown) => void,
): SpanExporter {
  return {
    export(spans, done: (result: ExportResult) => void) {
      save(spans.map((span) => toStored(process, span)))
        .catch(onError)
        // Never failed: the library would report each lost batch on its own.
        .finally(() => done({ code: ExportResultCode.SUCCESS }));
    },
    shutdown: () => Promise.resolve(),
  };
}

const KINDS: Readonly<Record<SpanKind, StoredSpan['kind']>> = {
  [SpanKind.INTERNAL]: 'internal',
  [SpanKind.SERVER]: 'server',
  [SpanKind.CLIENT]: 'client',
  [SpanKind.PRODUCER]: 'producer',
  [SpanKind.CONSUMER]: 'consumer',
};
const STATUSES: Readonly<Record<SpanStatusCode, StoredSpan['status']>> = {
  [SpanStatusCode.UNSET]: 'unset',
  [SpanStatusCode.OK]: 'ok',
  [SpanStatusCode.ERROR]: 'error',
};

function toStored(process: string, span: ReadableSpan): StoredSpan {
  const { 'evercall.org_id': orgId, ...attributes } = span.attributes;
  const { traceId, spanId } = span.spanContext();
  return {
    traceId,
    spanId,
    parentId: span.parentSpanContext?.spanId ?? null,
    name: span.name,
    kind: KINDS[span.kind],
    process,
    startedAtUs: hrTimeToMicroseconds(span.startTime),
    durationUs: Math.round(hrTimeToMicroseconds(span.duration)),
    status: STATUSES[span.status.code],
    attributes,
    orgId: typeof orgId === 'string' && UUID.test(orgId) ? orgId : null,
  };
}
