import type { Pool, PoolClient } from 'pg';
import { raiseNotification } from '../notifications/raise-notification.ts';
import { withOrg } from '../tenant.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import { readDispatchState } from './dispatch-state.ts';
import type {
  CampaignRef,
  ControlChange,
  ControlInForce,
  DispatchState,
  ReservedAttempt,
} from './campaign-store.types.ts';

/** Rows enrolled or canceled by one transaction: short enough to hold no lock that a dial waits for. */
const CHUNK = 5_000;

/** Postgres side of running a campaign. Every method is idempotent; each is one transaction. */
export interface CampaignStore {
  /** Copies the next chunk of the list into `campaign_contact`; returns how many of the list were not there before. */
  enroll(campaign: CampaignRef): Promise<number>;
  dispatchState(campaign: CampaignRef): Promise<DispatchState>;
  /** Attempts that hold a lease and have not dialled: their workflows may have to be started again. */
  reservedAttempts(campaign: CampaignRef): Promise<ReservedAttempt[]>;
  /** Writes who steered what; a repeated `version` changes nothing and returns what is in force. */
  writeControl(campaign: CampaignRef, change: ControlChange): Promise<ControlInForce>;
  /** Ends the next chunk of contacts that wait; returns how many. Call until 0. */
  cancelPending(campaign: CampaignRef): Promise<number>;
  finish(campaign: CampaignRef, end: 'completed' | 'canceled'): Promise<void>;
}

/** The store over app_user's pool. */
export function createCampaignStore(pool: Pool): CampaignStore {
  const inOrg = <T>(campaign: CampaignRef, work: (tx: PoolClient) => Promise<T>) =>
    withOrg(pool, campaign.orgId, work);
  return {
    enroll: (campaign) => inOrg(campaign, (tx) => enrollChunk(tx, campaign.campaignId)),
    dispatchState: (campaign) => inOrg(campaign, (tx) => readDispatchState(tx, campaign.campaignId)),
    reservedAttempts: (campaign) => inOrg(campaign, (tx) => listReserved(tx, campaign.campaignId)),
    writeControl: (campaign, change) =>
      inOrg(campaign, (tx) => writeControl(tx, campaign.campaignId, change)),
    cancelPending: (campaign) => inOrg(campaign, (tx) => cancelChunk(tx, campaign.campaignId)),
    finish: (campaign, end) => inOrg(campaign, (tx) => finishCampaign(tx, campaign.campaignId, end)),
  };
}

async function enrollChunk(tx: PoolClient, campaignId: string): Promise<number> {
  const { rowCount } = await tx.query(
    `INSERT INTO campaign_contact (org_id, campaign_id, contact_id, state, priority)
     SELECT c.org_id, c.id, m.contact_id, 'pending', m.priority
       FROM campaign c
       JOIN call_list_member m ON m.org_id = c.org_id AND m.call_list_id = c.call_list_id
      WHERE c.id = $1
        AND NOT EXISTS (SELECT 1 FROM campaign_contact cc
                         WHERE cc.org_id = c.org_id AND cc.campaign_id = c.id AND cc.contact_id = m.contact_id)
      ORDER BY m.priority DESC, m.contact_id
      LIMIT $2
     ON CONFLICT DO NOTHING`,
    [campaignId, CHUNK],
  );
  await tx.query(`UPDATE campaign_counter SET total = total + $2 WHERE campaign_id = $1`, [
    campaignId,
    rowCount ?? 0,
  ]);
  return rowCount ?? 0;
}

async function listReserved(tx: PoolClient, campaignId: string): Promise<ReservedAttempt[]> {
  const { rows } = await tx.query<{ id: string; contact_id: string }>(
    `SELECT id, contact_id FROM call_attempt WHERE campaign_id = $1 AND state = 'reserved'`,
    [campaignId],
  );
  return rows.map((row) => ({ attemptId: row.id, contactId: row.contact_id }));
}

async function writeControl(
  tx: PoolClient,
  campaignId: string,
  change: ControlChange,
): Promise<ControlInForce> {
  const { rows } = await tx.query<ControlInForce>(
    `UPDATE campaign_control
        SET version = $2, paused = $3, canceled = canceled OR $4, updated_by = $5, reason = $6,
            updated_at = clock_timestamp()
      WHERE campaign_id = $1 AND version < $2
     RETURNING version, paused, canceled`,
    [campaignId, change.version, change.paused, change.canceled, change.by, change.reason],
  );
  const written = rows[0];
  if (written) {
    const changed = await tx.query<{ state: string; was: string }>(
      `UPDATE campaign SET state = CASE WHEN $2 THEN 'completing' WHEN $3 THEN 'paused' ELSE 'running' END
        WHERE id = $1 AND state NOT IN ('completed', 'canceled', 'completing')
       RETURNING new.state, old.state AS was`,
      [campaignId, written.canceled, written.paused],
    );
    const { state, was } = changed.rows[0] ?? {};
    if (state === 'paused' && was !== 'paused') await recordEvent(tx, 'campaign.paused', campaignId);
    if (state === 'running' && was === 'paused') await recordEvent(tx, 'campaign.resumed', campaignId);
    return written;
  }
  const current = await tx.query<ControlInForce>(
    `SELECT version, paused, canceled FROM campaign_control WHERE campaign_id = $1`,
    [campaignId],
  );
  return current.rows[0] ?? { version: change.version, paused: change.paused, canceled: change.canceled };
}

async function cancelChunk(tx: PoolClient, campaignId: string): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE campaign_contact SET state = 'done', outcome = 'canceled', reason = 'campaign_canceled', updated_at = clock_timestamp()
      WHERE id IN (SELECT id FROM campaign_contact WHERE campaign_id = $1 AND state = 'pending' LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [campaignId, CHUNK],
  );
  return rowCount ?? 0;
}

async function finishCampaign(
  tx: PoolClient,
  campaignId: string,
  end: 'completed' | 'canceled',
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE campaign SET state = $2, end_reason = $2, finished_at = clock_timestamp()
      WHERE id = $1 AND state NOT IN ('completed', 'canceled')`,
    [campaignId, end],
  );
  if (rowCount === 0) return;
  await recordEvent(tx, `campaign.${end}`, campaignId);
  await raiseNotification(tx, 'campaign.finished', campaignId);
}
