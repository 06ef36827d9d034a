import type { z } from 'zod';
import type { campaignSchema } from '../../../../contracts/campaign.schema.ts';
import { type Cell, shortMoment } from '../../view/columns.ts';
import { money } from '../../view/figures.ts';

/** A campaign as the API gives it. */
export type Campaign = z.output<typeof campaignSchema>;

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** What is shown of a campaign. */
export function campaignFields(campaign: Campaign): Record<string, Cell> {
  const { window, retryDelayMinutes: retry } = campaign;
  return {
    id: campaign.id,
    name: campaign.name,
    state:
      campaign.endReason && campaign.endReason !== campaign.state
        ? `${campaign.state} (${campaign.endReason})`
        : campaign.state,
    purpose: campaign.purpose,
    list: campaign.callListId,
    flow: campaign.flowId,
    'flow version': campaign.flowVersionId,
    from: campaign.phoneNumberId,
    hours: `${clock(window.startMinute)} to ${clock(window.endMinute)} of the person’s day, ${window.weekdays.map((day) => DAYS[day - 1]).join(' ')}`,
    attempts: `${campaign.maxAttempts} at most; again after ${retry.busy} min when busy, ${retry.no_answer} min without an answer, ${retry.failed} min when failed`,
    cap: `${campaign.capPerNumber} calls to a number in ${campaign.capWindowHours} h`,
    pace: `${campaign.paceCps === null ? 'the account’s' : `${campaign.paceCps} calls/s`}, ${campaign.maxConcurrent} at a time`,
    budget: campaign.budgetMicros === null ? null : money(campaign.budgetMicros),
    created: shortMoment(campaign.createdAt),
    started: shortMoment(campaign.startedAt),
    finished: shortMoment(campaign.finishedAt),
  };
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
