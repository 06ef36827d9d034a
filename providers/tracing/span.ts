import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** The tracer of this installation; what it makes is nothing at all until tracing is started. */
export const tracer = () => trace.getTracer('evercall');

/** The span of what runs now when it is being recorded, else undefined: who is not traced pays nothing. */
export function activeSpan(): Span | undefined {
  const span = trace.getActiveSpan();
  return span?.isRecording() ? span : undefined;
}

/** Does work as what a span stands for, and ends the span with it. */
export async function within<T>(span: Span, work: () => Promise<T>, base = context.active()): Promise<T> {
  try {
    return await context.with(trace.setSpan(base, span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/** A request to a provider as a part of what runs now; the kind of its answer stands in the span, and no word of it. */
export async function asRequest<T extends { kind: string }>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  isFailure: (answer: T) => boolean,
): Promise<T> {
  if (!activeSpan()) return work();
  const span = tracer().startSpan(name, { kind: SpanKind.CLIENT, attributes });
  return within(span, async () => {
    const answer = await work();
    span.setAttribute('evercall.result', answer.kind);
    if (isFailure(answer)) span.setStatus({ code: SpanStatusCode.ERROR });
    return answer;
  });
}
