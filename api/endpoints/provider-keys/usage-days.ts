import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';

/** One day (UTC) of a key's use. */
export interface UsageDay {
  day: string;
  requests: number;
  failures: number;
  tokens: number;
  seconds: number;
  costMicros: number;
}

/**
 * The days of a key's use, first to last; days without use are left out. Revoked keys keep theirs. Throws
 * `provider_key.not_found`.
 */
export async function readUsage(tx: Tx, keyId: string, from: string, to: string): Promise<UsageDay[]> {
  const known = await tx.query<{ provider: string; masked: string }>(
    'SELECT provider, masked FROM provider_key WHERE id = $1',
    [keyId],
  );
  const key = known.rows[0];
  if (!key) throw new AppError({ code: 'provider_key.not_found' });
  // The mask of a carrier's key begins with its account, which is no secret.
  const account = key.provider === 'twilio' ? key.masked.split(' ')[0] : null;
  const { rows } = await tx.query<UsageDay>(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day, sum(requests)::bigint AS requests, sum(failures)::bigint AS failures,
            sum(tokens)::bigint AS tokens, sum(seconds)::bigint AS seconds, sum(cost)::bigint AS "costMicros"
       FROM (SELECT day, requests, failures, tokens, seconds, cost_micros AS cost
               FROM provider_key_usage WHERE provider_key_id = $1 AND day BETWEEN $2::date AND $3::date
             UNION ALL
             SELECT (started_at AT TIME ZONE 'UTC')::date, 1, (outcome = 'failed')::int, 0,
                    coalesce(duration_seconds, 0), coalesce(cost_micros, 0)
               FROM call
              WHERE provider = $4 AND provider_account = $5 AND started_at IS NOT NULL
                AND started_at >= ($2::date)::timestamp AT TIME ZONE 'UTC'
                AND started_at < ($3::date + 1)::timestamp AT TIME ZONE 'UTC') used
      GROUP BY day ORDER BY day`,
    [keyId, from, to, key.provider, account],
  );
  return rows;
}
