import { context, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import { tracer, within } from '../providers/tracing/span.ts';

/** Begins a trace of its own, whatever runs now; null when chance did not choose it. */
export function beginTrace(name: string, kind: SpanKind): Span | null {
  const span = tracer().startSpan(name, { root: true, kind });
  return span.isRecording() ? span : null;
}

/** Does work as the cause of its own trace: not as one of the many that a campaign starts. */
export async function inNewTrace<T>(name: string, work: () => Promise<T>): Promise<T> {
  const span = beginTrace(name, SpanKind.INTERNAL);
  if (span) return within(span, work, ROOT_CONTEXT);
  return trace.getActiveSpan() ? context.with(ROOT_CONTEXT, work) : work();
}
