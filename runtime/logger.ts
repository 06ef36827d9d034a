import pino, { type DestinationStream, type Logger } from 'pino';
import { activeSpan } from '../providers/tracing/span.ts';
import { redact, redactText } from './redact.ts';

export type { Logger } from 'pino';

/**
 * JSON lines on standard error; standard output is for the ready line. Personal data may stand only under a `pii`
 * attribute, which is removed here at any depth unless `LOG_PII=1` was set for one's own machine; secrets are removed
 * in any case, by their names and in texts by their form. `destination` is for tests.
 */
export function createLogger(
  process: string,
  level: string,
  withPii = false,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  const clean = (members: object) => withoutSecrets(members, withPii);
  const logger = pino(
    {
      base: { process },
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: traceOfLine,
      serializers: { err: (error: unknown) => redact(error, withPii) },
      formatters: { log: clean },
      hooks: {
        logMethod(args, method) {
          method.apply(this, withCleanMessage(args) as Parameters<typeof method>);
        },
      },
    },
    destination,
  );
  // pino gives the bindings of children to no formatter; children inherit this.
  const { child } = logger;
  logger.child = function (this: Logger, bindings: object, ...options: unknown[]) {
    return Reflect.apply(child, this, [clean(bindings), ...options]);
  } as typeof child;
  return logger;
}

/** What a recorded trace adds to a line, so that each is found by the other. */
function traceOfLine(): { traceId?: string } {
  const span = activeSpan();
  return span ? { traceId: span.spanContext().traceId } : {};
}

/** Left to their serializers, which take out of them the little that is logged. */
const SERIALIZED: ReadonlySet<string> = new Set(['err', 'req', 'res']);

function withoutSecrets(members: object, withPii: boolean): Record<string, unknown> {
  const entries = Object.entries(members);
  const plain = Object.fromEntries(entries.filter(([name]) => !SERIALIZED.has(name)));
  const left = Object.fromEntries(entries.filter(([name]) => SERIALIZED.has(name)));
  return { ...(redact(plain, withPii) as Record<string, unknown>), ...left };
}

/** The arguments with their texts redacted; where there is none, pino would take the error's own message. */
function withCleanMessage(args: readonly unknown[]): unknown[] {
  const [first, ...rest] = args.map((arg) => (typeof arg === 'string' ? redactText(arg) : arg));
  if (rest.length > 0 || typeof first !== 'object' || first === null) return [first, ...rest];
  const error = first instanceof Error ? first : 'err' in first ? first.err : undefined;
  if (!(error instanceof Error)) return [first];
  return [first === error ? { err: error } : first, redactText(error.message)];
}
