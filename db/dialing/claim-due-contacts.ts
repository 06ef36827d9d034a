import type { Pool, PoolClient } from 'pg';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { withOrg } from '../tenant.ts';
import { applyEvent } from './apply-event.ts';

/** A contact claimed for its dial: its attempt is RESERVED until the lease ends. */
export interface ClaimedContact {
  attemptId: string;
  contactId: string;
}

/** What to claim; `killPoint` names the moments K1 and K2. */
export interface ClaimInput {
  orgId: string;
  campaignId: string;
  limit: number;
  timings: DialTimings;
  killPoint?: (name: string) => void;
}

const EXPIRED = `
SELECT id FROM call_attempt
 WHERE campaign_id = $1 AND state = 'reserved' AND reserved_until < clock_timestamp()
 ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED`;

// A contact keeps its attempt while that is PLANNED; otherwise the next attempt number is intended and reserved at
// once. A paused or canceled campaign claims nothing.
const CLAIM = `
WITH due AS MATERIALIZED (
  SELECT cc.org_id, cc.id, cc.contact_id, cc.attempt_id, cc.campaign_id
    FROM campaign_contact cc
    JOIN campaign_control ctl ON ctl.org_id = cc.org_id AND ctl.campaign_id = cc.campaign_id
   WHERE cc.campaign_id = $1 AND cc.state = 'pending' AND cc.next_at <= rule_now()
     AND NOT ctl.paused AND NOT ctl.canceled
   ORDER BY cc.priority DESC, cc.next_at
   LIMIT $2
     FOR UPDATE OF cc SKIP LOCKED),
again AS (
  UPDATE call_attempt a
     SET state = 'reserved', cause = 'claimed', next_at = NULL, updated_at = clock_timestamp(),
         reserved_until = clock_timestamp() + make_interval(secs => $3::float8),
         deadline_at = clock_timestamp() + make_interval(secs => $3::float8)
    FROM due
   WHERE a.org_id = due.org_id AND a.id = due.attempt_id AND a.state = 'planned'
  RETURNING a.org_id, a.id, a.intent_id),
fresh AS (
  INSERT INTO call_attempt (org_id, intent_kind, intent_id, attempt_no, campaign_id, contact_id, phone_hash,
                            from_e164, carrier_account_id, provider, provider_account, flow_version_id, state, cause,
                            reserved_until, deadline_at)
  SELECT due.org_id, 'campaign_contact', due.id, coalesce(last.attempt_no, 0) + 1, due.campaign_id, due.contact_id,
         ct.phone_hash, n.e164, k.id, k.provider, k.account_sid, c.flow_version_id, 'reserved', 'claimed',
         clock_timestamp() + make_interval(secs => $3::float8), clock_timestamp() + make_interval(secs => $3::float8)
    FROM due
    JOIN contact ct ON ct.org_id = due.org_id AND ct.id = due.contact_id
    JOIN campaign c ON c.org_id = due.org_id AND c.id = due.campaign_id
    JOIN phone_number n ON n.org_id = c.org_id AND n.id = c.phone_number_id
    JOIN carrier_account k ON k.org_id = n.org_id AND k.id = n.carrier_account_id
    LEFT JOIN call_attempt last ON last.org_id = due.org_id AND last.id = due.attempt_id
   WHERE last.id IS NULL OR last.state <> 'planned'
  RETURNING org_id, id, intent_id),
reserved AS (SELECT * FROM again UNION ALL SELECT * FROM fresh)
UPDATE campaign_contact cc
   SET state = 'leased', attempt_id = r.id, reason = NULL, updated_at = clock_timestamp(),
       lease_until = clock_timestamp() + make_interval(secs => $3::float8)
  FROM reserved r
 WHERE cc.org_id = r.org_id AND cc.id = r.intent_id
RETURNING r.id AS attempt_id, cc.contact_id`;

/**
 * Claims up to `limit` contacts of a campaign that are due by rule time, each with its RESERVED attempt, for
 * `leaseMs`; first gives back those whose lease ran out. Two claims at once get different contacts. A claim that is
 * lost after its commit costs a lease, never a contact.
 */
export async function claimDueContacts(pool: Pool, input: ClaimInput): Promise<ClaimedContact[]> {
  const claimed = await withOrg(pool, input.orgId, async (tx) => {
    await giveBackExpired(tx, input);
    const { rows } = await tx.query<{ attempt_id: string; contact_id: string }>({
      name: 'claim_due_contacts',
      text: CLAIM,
      values: [input.campaignId, input.limit, input.timings.leaseMs / 1000],
    });
    input.killPoint?.('K1');
    return rows.map((row) => ({ attemptId: row.attempt_id, contactId: row.contact_id }));
  });
  input.killPoint?.('K2');
  return claimed;
}

async function giveBackExpired(tx: PoolClient, { campaignId, timings }: ClaimInput): Promise<void> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'expired_leases',
    text: EXPIRED,
    values: [campaignId],
  });
  for (const { id } of rows) await applyEvent(tx, id, { type: 'lease_expired' }, timings);
}
