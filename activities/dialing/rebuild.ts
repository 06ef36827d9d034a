import type { Pool } from 'pg';
import { openCallbacks } from '../../db/callbacks/open-callbacks.ts';
import { stalledEndpoints } from '../../db/webhooks/endpoints-at-work.ts';
import { ensureCallbackRun } from '../callback/ensure-callback-run.ts';
import { ensureInboundRun, openInboundCalls } from '../inbound/rebuild-inbound.ts';
import type { Runs } from './carry-out.ts';

/** How many runs were made sure of, and how many could not be started (each told to `onError`). */
export interface RebuildCount {
  calls: number;
  campaigns: number;
  imports: number;
  callbacks: number;
  /** Webhook endpoints with tries to be made again. */
  webhooks: number;
  failed: number;
}

const PAGE = 500;
/** Those beyond it are found by the jobs process when their next try is late. */
const MOST_ENDPOINTS = 10_000;
/** Starts at once: Temporal's frontend is not to be flooded after an outage. */
const AT_ONCE = 20;

/**
 * Gives every row that is not at rest its workflow again, from Postgres alone: attempts, inbound calls, callbacks,
 * campaigns, imports, webhook endpoints. For use after Temporal or Redis was lost; harmless at any time, since an open run is left as it is.
 */
export async function rebuild(
  { systemPool, pool }: { systemPool: Pool; pool: Pool },
  runs: Runs,
  onError: (error: unknown) => void,
): Promise<RebuildCount> {
  const campaigns = await systemPool.query<{ org_id: string; campaign_id: string; state: string }>(
    'SELECT org_id, campaign_id, state FROM running_campaigns()',
  );
  const begun = campaigns.rows.filter(({ state }) => state !== 'scheduled');
  const imports = await systemPool.query<{ org_id: string; import_id: string }>(
    'SELECT org_id, import_id FROM pending_imports()',
  );
  let failed = 0;
  const count = async <T>(items: readonly T[], start: (item: T) => Promise<void>) => {
    const errors = await startAll(items, start);
    failed += errors.length;
    errors.forEach(onError);
    return items.length - errors.length;
  };
  const startedCampaigns = await count(begun, (row) =>
    runs.ensureCampaign({ orgId: row.org_id, campaignId: row.campaign_id }),
  );
  const startedImports = await count(imports.rows, (row) =>
    runs.ensureImport({ orgId: row.org_id, importId: row.import_id }),
  );
  let calls = 0;
  for await (const page of openAttempts(systemPool)) {
    calls += await count(page, (row) => runs.ensureCall({ orgId: row.org_id, attemptId: row.attempt_id }));
  }
  for await (const page of openInboundCalls(systemPool, PAGE)) {
    calls += await count(page, (row) => ensureInboundRun(pool, runs.inbound, row));
  }
  let callbacks = 0;
  for await (const page of openCallbacks(systemPool, PAGE)) {
    callbacks += await count(page, (callback) => ensureCallbackRun(pool, runs, callback));
  }
  const webhooks = await count(await stalledEndpoints(systemPool, null, MOST_ENDPOINTS), (endpoint) =>
    runs.wakeWebhooks(endpoint),
  );
  return { calls, campaigns: startedCampaigns, imports: startedImports, callbacks, webhooks, failed };
}

interface OpenAttempt {
  org_id: string;
  attempt_id: string;
  state: string;
}

/** Pages of attempts that need a run; a planned one has none until its campaign claims it. */
async function* openAttempts(systemPool: Pool): AsyncGenerator<OpenAttempt[]> {
  let after: string | null = null;
  for (;;) {
    const page: { rows: OpenAttempt[] } = await systemPool.query<OpenAttempt>(
      'SELECT org_id, attempt_id, state FROM open_attempts($1, $2)',
      [after, PAGE],
    );
    yield page.rows.filter(({ state }) => state !== 'planned');
    after = page.rows.at(-1)?.attempt_id ?? null;
    if (page.rows.length < PAGE) return;
  }
}

async function startAll<T>(items: readonly T[], start: (item: T) => Promise<void>): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (let first = 0; first < items.length; first += AT_ONCE) {
    const batch = await Promise.allSettled(items.slice(first, first + AT_ONCE).map(start));
    errors.push(...batch.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])));
  }
  return errors;
}
