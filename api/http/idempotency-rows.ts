import type { Tx } from '../deps.ts';
import type { Reply } from '../endpoint.ts';

/** Whose keys they are: two owners may use the same key. */
export interface KeyOwner {
  readonly kind: 'organization' | 'operator';
  readonly id: string;
}

/** What is known of a key that is younger than a day; `status` null while its first request is in flight. */
export interface KeyRow {
  method_path: string;
  body_hash: string;
  status: number | null;
  response: unknown;
  /** Taken so long ago that its request, where it still has no answer, was cut off. */
  is_overdue: boolean;
}

const TABLES = {
  organization: { table: 'idempotency_key', owner: 'org_id' },
  operator: { table: 'operator_idempotency_key', owner: 'operator_id' },
} as const;

const KEPT = `interval '24 hours'`;
/** Longer than any request in steps may take. */
const LEASE = `interval '1 minute'`;

/** One key of an owner, in a transaction. */
export class KeyRows {
  readonly #tx: Tx;
  readonly #owner: KeyOwner;
  readonly #key: string;

  constructor(tx: Tx, owner: KeyOwner, key: string) {
    this.#tx = tx;
    this.#owner = owner;
    this.#key = key;
  }

  /** Whether the key is ours until the transaction ends. */
  async tryLock(): Promise<boolean> {
    const { rows } = await this.#tx.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken',
      [`idempotency|${this.#owner.id}|${this.#key}`],
    );
    return rows[0]?.taken === true;
  }

  async read(): Promise<KeyRow | undefined> {
    const { table, owner } = TABLES[this.#owner.kind];
    const { rows } = await this.#tx.query<KeyRow>(
      `SELECT method_path, body_hash, status, response, created_at < clock_timestamp() - ${LEASE} AS is_overdue
         FROM ${table} WHERE ${owner} = $1 AND key = $2 AND created_at > clock_timestamp() - ${KEPT}`,
      [this.#owner.id, this.#key],
    );
    return rows[0];
  }

  /** Writes whose answer the key stands for; null: it is in flight. */
  async keep(methodPath: string, bodyHash: string, reply: Reply | null): Promise<void> {
    const { table, owner } = TABLES[this.#owner.kind];
    const response = reply && JSON.stringify({ body: reply.body ?? null, headers: reply.headers ?? {} });
    await this.#tx.query(
      `INSERT INTO ${table} (${owner}, key, method_path, body_hash, status, response)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (${owner}, key) DO UPDATE SET method_path = excluded.method_path,
         body_hash = excluded.body_hash, status = excluded.status, response = excluded.response,
         created_at = clock_timestamp()`,
      [this.#owner.id, this.#key, methodPath, bodyHash, reply?.status ?? null, response],
    );
    if (this.#owner.kind === 'operator') await this.#forgetOld();
  }

  /** Lets go of a key whose request failed. */
  async free(): Promise<void> {
    const { table, owner } = TABLES[this.#owner.kind];
    await this.#tx.query(`DELETE FROM ${table} WHERE ${owner} = $1 AND key = $2 AND status IS NULL`, [
      this.#owner.id,
      this.#key,
    ]);
  }

  /** Retention of organizations takes theirs away; operators have so few that each write can. */
  async #forgetOld(): Promise<void> {
    await this.#tx.query(
      `DELETE FROM operator_idempotency_key WHERE created_at < clock_timestamp() - ${KEPT}`,
    );
  }
}
