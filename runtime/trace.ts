import {
  type Attributes,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** The tracer of this installation; what it makes is nothing at all until tracing is started. */
const tracer = () => trace.getTracer('evercall');

/** The span of what runs now when it is being recorded, else undefined: who is not traced pays nothing. */
export function activeSpan(): Span | undefined {
  const span = trace.getActiveSpan();
  return span?.isRecording() ? span : undefined;
}

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

/** A request to a provider as a part of what runs now. `resultOf` names how an answer ended; its text holds no data. */
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

async function within<T>(span: Span, work: () => Promise<T>, base = context.active()): Promise<T> {
  try {
    return await context.with(trace.setSpan(base, span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
