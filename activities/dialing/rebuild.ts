import type { Pool } from 'pg';
import { unclosedAttempts } from '../../db/dialing/sweep.ts';
import type { Runs } from './carry-out.ts';

/** How many runs were made sure of. */
export interface RebuildCount {
  calls: number;
  campaigns: number;
  imports: number;
}

const PAGE = 500;
/** Starts at once: Temporal's frontend is not to be flooded after an outage. */
const AT_ONCE = 20;

/**
 * Gives every row that is not at rest its workflow again, from Postgres alone: attempts, campaigns, imports. For use
 * after Temporal or Redis was lost; harmless at any time, since an open run is left as it is.
 */
export async function rebuild(pools: { systemPool: Pool; pool: Pool }, runs: Runs): Promise<RebuildCount> {
  const { systemPool, pool } = pools;
  const campaigns = await systemPool.query<{ org_id: string; campaign_id: string; state: string }>(
    'SELECT org_id, campaign_id, state FROM running_campaigns()',
  );
  const started = campaigns.rows.filter(({ state }) => state !== 'scheduled');
  await inTurn(started, (row) => runs.ensureCampaign({ orgId: row.org_id, campaignId: row.campaign_id }));
  const imports = await systemPool.query<{ org_id: string; import_id: string }>(
    'SELECT org_id, import_id FROM pending_imports()',
  );
  await inTurn(imports.rows, (row) => runs.ensureImport({ orgId: row.org_id, importId: row.import_id }));
  const unclosed = await unclosedAttempts(systemPool, pool, 'all');
  await inTurn(unclosed, (attempt) => runs.ensureCall(attempt));
  const calls = unclosed.length + (await ensureOpenCalls(systemPool, runs));
  return { calls, campaigns: started.length, imports: imports.rows.length };
}

interface OpenAttempt {
  org_id: string;
  attempt_id: string;
  state: string;
}

/** A planned attempt has no run: its campaign claims it when it is due. */
async function ensureOpenCalls(systemPool: Pool, runs: Runs): Promise<number> {
  let count = 0;
  let after: string | null = null;
  for (;;) {
    const page: { rows: OpenAttempt[] } = await systemPool.query<OpenAttempt>(
      'SELECT org_id, attempt_id, state FROM open_attempts($1, $2)',
      [after, PAGE],
    );
    const open = page.rows.filter(({ state }) => state !== 'planned');
    await inTurn(open, (row) => runs.ensureCall({ orgId: row.org_id, attemptId: row.attempt_id }));
    count += open.length;
    after = page.rows.at(-1)?.attempt_id ?? null;
    if (page.rows.length < PAGE) return count;
  }
}

async function inTurn<T>(items: readonly T[], start: (item: T) => Promise<void>): Promise<void> {
  for (let first = 0; first < items.length; first += AT_ONCE) {
    await Promise.all(items.slice(first, first + AT_ONCE).map(start));
  }
}
