import { createHash } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';
import type { Tx } from '../deps.ts';
import type { Reply } from '../endpoint.ts';
import { type KeyOwner, type KeyRow, KeyRows } from './idempotency-rows.ts';

/** What `Idempotency-Key` may look like: 1 to 200 visible ASCII characters. */
const KEY_PATTERN = /^[\x21-\x7e]{1,200}$/;
const IN_FLIGHT_RETRY_MS = 1_000;

/** The request that a key stands for. */
export interface KeyedRequest {
  readonly owner: KeyOwner;
  readonly key: string;
  /** Method and path with its ids, so that one key cannot answer for another operation. */
  readonly methodPath: string;
  /** The parsed body; key order does not matter, since zod gives the order of the schema. */
  readonly body: unknown;
}

type InTx = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/**
 * Runs `work` once per key, in the transaction that also keeps its answer: a repeated request gets the stored answer
 * with `Idempotent-Replayed`, another body 422, a request still running 409. A failed one keeps nothing.
 */
export async function onceByKey(tx: Tx, request: KeyedRequest, work: () => Promise<Reply>): Promise<Reply> {
  const rows = await lockedRows(tx, request);
  const stored = await rows.read();
  if (stored && !isAbandoned(stored)) return replay(stored, request);
  const reply = await work();
  await rows.keep(request.methodPath, hashOf(request.body), reply);
  return reply;
}

/**
 * The same for work that commits in steps, because it writes elsewhere between them: the key is taken first, in a
 * transaction of its own, and the answer kept last. Cut off in between, the key is free again after a minute, and the
 * repeated request runs anew; such work has to be harmless to repeat.
 */
export async function onceByKeyInSteps(
  inTx: InTx,
  request: KeyedRequest,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const bodyHash = hashOf(request.body);
  const earlier = await inTx(async (tx) => {
    const rows = await lockedRows(tx, request);
    const stored = await rows.read();
    if (stored && !isAbandoned(stored)) return replay(stored, request);
    await rows.keep(request.methodPath, bodyHash, null);
    return null;
  });
  if (earlier) return earlier;
  const rowsOf = (tx: Tx) => new KeyRows(tx, request.owner, request.key);
  const reply = await work().catch(async (error: unknown) => {
    // One that cannot be freed is free after its lease.
    await inTx((tx) => rowsOf(tx).free()).catch(() => {});
    throw error;
  });
  await inTx((tx) => rowsOf(tx).keep(request.methodPath, bodyHash, reply));
  return reply;
}

/** The rows of a key, locked until the transaction ends. Throws where the key is none, or another request has it. */
async function lockedRows(tx: Tx, { owner, key }: KeyedRequest): Promise<KeyRows> {
  if (!KEY_PATTERN.test(key)) {
    throw new AppError({
      code: 'request.not_valid',
      errors: [
        {
          pointer: '/header/Idempotency-Key',
          code: 'format',
          message: 'It must be 1 to 200 visible ASCII characters.',
        },
      ],
    });
  }
  const rows = new KeyRows(tx, owner, key);
  if (!(await rows.tryLock())) throw inFlight();
  return rows;
}

function replay(stored: KeyRow, request: KeyedRequest): Reply {
  if (stored.method_path !== request.methodPath || stored.body_hash !== hashOf(request.body)) {
    throw new AppError({ code: 'idempotency.other_body' });
  }
  if (stored.status === null) throw inFlight();
  const { body, headers } = stored.response as { body: unknown; headers: Record<string, string> };
  return { status: stored.status, body, headers: { ...headers, 'Idempotent-Replayed': 'true' } };
}

const isAbandoned = ({ status, is_overdue }: KeyRow): boolean => status === null && is_overdue;

function hashOf(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(body ?? null))
    .digest('hex');
}

const inFlight = () => new AppError({ code: 'idempotency.in_flight', retryAfterMs: IN_FLIGHT_RETRY_MS });
