import type { PoolClient } from 'pg';
import { AppError } from '../../domain/errors.ts';
import type { DispatchState } from './campaign-store.types.ts';

interface DispatchStateRow {
  control_version: number;
  paused: boolean;
  canceled: boolean;
  flow_version_id: string;
  max_call_seconds: number;
  cps: number;
  max_concurrent: number;
  leased: number;
  calling: number;
  next_due_ms: number | null;
  rule_now_ms: number;
}

const SQL = `
SELECT ctl.version AS control_version, ctl.paused, ctl.canceled, c.flow_version_id, o.max_call_seconds,
       least(a.cps, coalesce(ctl.pace_cps, a.cps))::float8 AS cps,
       least(a.max_concurrent, ctl.max_concurrent) AS max_concurrent,
       (SELECT count(*)::int FROM campaign_contact WHERE org_id = c.org_id AND campaign_id = c.id AND state = 'leased') AS leased,
       (SELECT count(*)::int FROM campaign_contact WHERE org_id = c.org_id AND campaign_id = c.id AND state = 'calling') AS calling,
       (SELECT extract(epoch FROM min(next_at))::float8 * 1000 FROM campaign_contact
         WHERE org_id = c.org_id AND campaign_id = c.id AND state = 'pending') AS next_due_ms,
       extract(epoch FROM rule_now())::float8 * 1000 AS rule_now_ms
  FROM campaign c
  JOIN campaign_control ctl ON ctl.org_id = c.org_id AND ctl.campaign_id = c.id
  JOIN organization o ON o.id = c.org_id
  JOIN phone_number p ON p.org_id = c.org_id AND p.id = c.phone_number_id
  JOIN carrier_account a ON a.org_id = c.org_id AND a.id = p.carrier_account_id
 WHERE c.id = $1`;

/** Reads what the dispatch loop decides from; `campaign.not_found` when it is not this organization's. */
export async function readDispatchState(tx: PoolClient, campaignId: string): Promise<DispatchState> {
  const { rows } = await tx.query<DispatchStateRow>({
    name: 'dispatch_state',
    text: SQL,
    values: [campaignId],
  });
  const row = rows[0];
  if (!row) throw new AppError({ code: 'campaign.not_found' });
  return {
    controlVersion: row.control_version,
    paused: row.paused,
    canceled: row.canceled,
    flowVersionId: row.flow_version_id,
    maxCallSeconds: row.max_call_seconds,
    cps: row.cps,
    maxConcurrent: row.max_concurrent,
    leased: row.leased,
    calling: row.calling,
    nextDueAtMs: row.next_due_ms,
    ruleNowMs: row.rule_now_ms,
  };
}
