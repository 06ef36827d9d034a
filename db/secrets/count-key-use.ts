import type { PoolClient } from 'pg';

/** What one use of a provider key took; `seconds` of speech or talk, cost in micros of the account's currency. */
export interface KeyUse {
  readonly hasFailed: boolean;
  readonly tokens?: number;
  readonly seconds?: number;
  readonly costMicros?: number;
}

/** Counts one use of a key under today (UTC). NOT idempotent. */
export async function countKeyUse(tx: PoolClient, orgId: string, keyId: string, use: KeyUse): Promise<void> {
  await tx.query(
    `WITH used AS (
       UPDATE provider_key SET use_count = use_count + 1, last_used_at = clock_timestamp() WHERE id = $2)
     INSERT INTO provider_key_usage AS u
       (org_id, provider_key_id, day, requests, failures, tokens, seconds, cost_micros)
     VALUES ($1, $2, (clock_timestamp() AT TIME ZONE 'UTC')::date, 1, $3, $4, $5, $6)
     ON CONFLICT (org_id, provider_key_id, day) DO UPDATE SET
       requests = u.requests + 1, failures = u.failures + excluded.failures, tokens = u.tokens + excluded.tokens,
       seconds = u.seconds + excluded.seconds, cost_micros = u.cost_micros + excluded.cost_micros`,
    [orgId, keyId, use.hasFailed ? 1 : 0, use.tokens ?? 0, use.seconds ?? 0, use.costMicros ?? 0],
  );
}
