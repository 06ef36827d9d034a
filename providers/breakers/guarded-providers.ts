import { AppError, type ErrorCode } from '../../domain/errors.ts';
import type { TranscriptionPort } from '../../domain/recording/transcription.port.ts';
import type { ObjectStore } from '../../domain/storage/object-store.port.ts';
import type { CustomerHttp } from '../customer-http/customer-http.ts';
import type { MailPort } from '../mail/mail.port.ts';
import type { Breaker } from './breaker.ts';
import type { Breakers } from './breakers.ts';

/** When whoever was refused may ask again. */
const RETRY_AFTER_MS = 5_000;

function orThrow<T>(breaker: Breaker, code: ErrorCode, work: () => Promise<T>): Promise<T> {
  return breaker.run({ work, hasFailed: () => false, isFault, otherwise: () => refuse(breaker, code) });
}

/** What a provider refuses for good says nothing about its health. */
function isFault(error: unknown): boolean {
  return !(error instanceof AppError) || error.kind === 'unavailable';
}

function refuse({ name }: Breaker, code: ErrorCode): never {
  throw new AppError({ code, message: `The breaker ${name} is open.`, retryAfterMs: RETRY_AFTER_MS });
}

/** Mail behind the breaker `smtp`. Throws `mail.unavailable` while it is open. */
export function guardMail(breakers: Breakers, mail: MailPort): MailPort {
  const breaker = breakers.of('smtp', 'streak');
  return { send: (message) => orThrow(breaker, 'mail.unavailable', () => mail.send(message)) };
}

/** An object store behind the breaker `storage`. Throws `service.unavailable` while it is open. */
export function guardStore(breakers: Breakers, store: ObjectStore): ObjectStore {
  const breaker = breakers.of('storage', 'streak');
  const guarded = <T>(work: () => Promise<T>) => orThrow(breaker, 'service.unavailable', work);
  return {
    put: (key, body) =>
      breaker.run({
        work: () => store.put(key, body),
        hasFailed: () => false,
        // A source that failed is not the store's fault.
        isFault: (error) => body.errored === null && isFault(error),
        otherwise: () => {
          body.destroy();
          return refuse(breaker, 'service.unavailable');
        },
      }),
    open: (key, range) => guarded(() => store.open(key, range)),
    remove: (key) => guarded(() => store.remove(key)),
  };
}

/** Transcription behind the breaker `openai`. Throws `service.unavailable` while it is open. */
export function guardTranscription(breakers: Breakers, port: TranscriptionPort): TranscriptionPort {
  const breaker = breakers.of('openai', 'streak');
  return { transcribe: (request) => orThrow(breaker, 'service.unavailable', () => port.transcribe(request)) };
}

/**
 * Customers' servers, each host with a breaker `customers.{host}` for each organization: a caller does not wait again
 * and again for one that hangs. While it is open the answer is `failed` at once.
 */
export function guardCustomers(breakers: Breakers, http: CustomerHttp): CustomerHttp {
  return {
    send: async (request) => {
      const host = URL.parse(request.url)?.host;
      // What is no address is refused by whoever resolves it.
      if (!host) return http.send(request);
      return breakers.ofHost(host, request.orgId ?? '').run({
        work: () => http.send(request),
        hasFailed: (answer) =>
          answer.kind === 'timeout' ||
          answer.kind === 'failed' ||
          (answer.kind === 'answered' && answer.status >= 500),
        otherwise: () => ({ kind: 'failed', code: 'breaker_open' }),
      });
    },
  };
}
