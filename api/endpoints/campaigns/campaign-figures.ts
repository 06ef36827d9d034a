import type { z } from 'zod';
import type { campaignProgressSchema } from '../../../contracts/campaign.schema.ts';
import type { CampaignProgress } from '../../../workflows/run-campaign/run-campaign.messages.ts';
import type { Tx } from '../../deps.ts';
import { toInstantOrNull } from '../../http/instant.ts';
import { type CampaignRow, campaignById } from './campaign-row.ts';

type Progress = z.input<typeof campaignProgressSchema>;

interface StateCount {
  state: keyof Omit<Progress['contacts'], 'total'>;
  key: string | null;
  count: number;
}

interface Usage {
  paused: boolean;
  max_concurrent: number;
  budget_micros: number | null;
  in_flight: number;
  placed: number;
  answered: number;
  spent_micros: number;
  reserved_micros: number;
  next_due_at: Date | number | null;
  is_due: boolean;
}

/** What the database knows of a campaign's course. */
export interface CampaignFigures {
  readonly campaign: CampaignRow;
  readonly counts: readonly StateCount[];
  readonly usage: Usage | undefined;
}

/** Reads the figures of one campaign in three short statements; throws `campaign.not_found`. */
export async function campaignFigures(tx: Tx, id: string): Promise<CampaignFigures> {
  const campaign = await campaignById(tx, id);
  const counts = await tx.query<StateCount>(
    `SELECT state, CASE state WHEN 'done' THEN outcome WHEN 'blocked' THEN reason END AS key, count(*)::int AS count
     FROM campaign_contact WHERE campaign_id = $1 GROUP BY 1, 2`,
    [id],
  );
  const usage = await tx.query<Usage>(
    `SELECT ctl.paused, ctl.max_concurrent, ctl.budget_micros, n.in_flight, n.placed, n.answered, n.spent_micros,
            n.reserved_micros, due.next_due_at, coalesce(due.next_due_at <= rule_now(), false) AS is_due
     FROM campaign_control ctl
     JOIN campaign_counter n ON n.org_id = ctl.org_id AND n.campaign_id = ctl.campaign_id
     CROSS JOIN LATERAL (SELECT min(next_at) AS next_due_at FROM campaign_contact
                         WHERE org_id = ctl.org_id AND campaign_id = ctl.campaign_id AND state = 'pending') due
     WHERE ctl.campaign_id = $1`,
    [id],
  );
  return { campaign, counts: counts.rows, usage: usage.rows[0] };
}

/** The contract shape of the figures, with what the run says of itself. */
export function toCampaignProgress(
  { campaign, counts, usage }: CampaignFigures,
  run: CampaignProgress | null,
): Progress {
  const contacts = { total: 0, pending: 0, leased: 0, calling: 0, done: 0, blocked: 0, review: 0 };
  const outcomes: Record<string, number> = {};
  const blockedBy: Record<string, number> = {};
  for (const { state, key, count } of counts) {
    contacts.total += count;
    contacts[state] += count;
    if (state === 'done') outcomes[key ?? 'none'] = (outcomes[key ?? 'none'] ?? 0) + count;
    if (state === 'blocked') blockedBy[key ?? 'none'] = (blockedBy[key ?? 'none'] ?? 0) + count;
  }
  return {
    campaignId: campaign.id,
    state: campaign.state,
    run: run && {
      phase: run.phase,
      controlVersion: run.controlVersion,
      nextDueAt: epochInstant(run.nextDueAtMs),
    },
    paused: usage?.paused ?? false,
    contacts,
    outcomes,
    blockedBy,
    calls: { inFlight: usage?.in_flight ?? 0, placed: usage?.placed ?? 0, answered: usage?.answered ?? 0 },
    spentMicros: usage?.spent_micros ?? 0,
    reservedMicros: usage?.reserved_micros ?? 0,
    nextDueAt: toInstantOrNull(usage?.next_due_at ?? null),
    waitingFor: usage ? waitingFor(campaign, usage, contacts.pending) : null,
  };
}

/** Why an open campaign dials nothing at this moment; null while it may dial or when it is not open. */
function waitingFor(campaign: CampaignRow, usage: Usage, pending: number): Progress['waitingFor'] {
  if (usage.paused) return 'paused';
  if (campaign.state !== 'running' || pending === 0) return null;
  const used = usage.spent_micros + usage.reserved_micros + campaign.cost_per_call_micros;
  if (usage.budget_micros !== null && used > usage.budget_micros) return 'budget';
  if (usage.in_flight >= usage.max_concurrent) return 'concurrency';
  return usage.is_due ? null : 'next_due';
}

function epochInstant(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}
