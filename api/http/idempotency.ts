import { createHash } from 'node:crypto';
import type { Tx } from '../deps.ts';
import { AppError } from '../../domain/errors.ts';
import type { Reply } from '../endpoint.ts';

/** What `Idempotency-Key` may look like: 1 to 200 visible ASCII characters. */
const KEY_PATTERN = /^[\x21-\x7e]{1,200}$/;
const IN_FLIGHT_RETRY_MS = 1_000;

/** The request that a key stands for. */
export interface KeyedRequest {
  readonly orgId: string;
  readonly key: string;
  /** Method and path with its ids, so that one key cannot answer for another operation. */
  readonly methodPath: string;
  /** The parsed body; key order does not matter, since zod gives the order of the schema. */
  readonly body: unknown;
}

interface StoredRow {
  method_path: string;
  body_hash: string;
  status: number;
  response: unknown;
}

/**
 * Runs `work` once per key, in the transaction that also keeps its answer: a repeated request gets the stored answer
 * with `Idempotent-Replayed`, another body 422, a request still running 409. A failed one keeps nothing.
 */
export async function onceByKey(tx: Tx, request: KeyedRequest, work: () => Promise<Reply>): Promise<Reply> {
  if (!KEY_PATTERN.test(request.key)) {
    throw new AppError({
      code: 'request.not_valid',
      errors: [
        { pointer: '/header/Idempotency-Key', code: 'format', message: '1 to 200 visible ASCII characters.' },
      ],
    });
  }
  const lock = await tx.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken',
    [`idempotency|${request.orgId}|${request.key}`],
  );
  if (!lock.rows[0]?.taken)
    throw new AppError({ code: 'idempotency.in_flight', retryAfterMs: IN_FLIGHT_RETRY_MS });

  const bodyHash = createHash('sha256')
    .update(JSON.stringify(request.body ?? null))
    .digest('hex');
  const stored = await readStored(tx, request);
  if (stored) return replay(stored, request, bodyHash);

  const reply = await work();
  await tx.query(
    `INSERT INTO idempotency_key (org_id, key, method_path, body_hash, status, response)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (org_id, key) DO UPDATE SET method_path = excluded.method_path, body_hash = excluded.body_hash,
       status = excluded.status, response = excluded.response, created_at = clock_timestamp()`,
    [
      request.orgId,
      request.key,
      request.methodPath,
      bodyHash,
      reply.status,
      JSON.stringify({ body: reply.body ?? null, headers: reply.headers ?? {} }),
    ],
  );
  return reply;
}

async function readStored(tx: Tx, request: KeyedRequest): Promise<StoredRow | undefined> {
  const found = await tx.query<StoredRow>(
    `SELECT method_path, body_hash, status, response FROM idempotency_key
     WHERE key = $1 AND status IS NOT NULL AND created_at > clock_timestamp() - interval '24 hours'`,
    [request.key],
  );
  return found.rows[0];
}

function replay(stored: StoredRow, request: KeyedRequest, bodyHash: string): Reply {
  if (stored.method_path !== request.methodPath || stored.body_hash !== bodyHash) {
    throw new AppError({ code: 'idempotency.other_body' });
  }
  const { body, headers } = stored.response as { body: unknown; headers: Record<string, string> };
  return { status: stored.status, body, headers: { ...headers, 'Idempotent-Replayed': 'true' } };
}
