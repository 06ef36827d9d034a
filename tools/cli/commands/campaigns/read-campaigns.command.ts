import { CAMPAIGN_STATES } from '../../../../contracts/campaign.schema.ts';
import { API } from '../../client/operations.ts';
import { renderFields, shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { defineShow } from '../../view/define-show.ts';
import { Option } from 'commander';
import { campaignFields } from './campaign-fields.ts';
import { CAMPAIGN } from './name-campaign.ts';

/** Campaigns, newest first. */
export const campaignsList = defineList({
  noun: 'campaigns',
  summary: 'list campaigns, newest first',
  examples: ['evercall campaigns list --state running'],
  operation: API.listCampaigns,
  filters: (command) =>
    command.addOption(new Option('--state <state>', 'only those in it').choices(CAMPAIGN_STATES)),
  query: ({ state }: { state?: string; limit: number; output: 'table' | 'json' }) => ({ state }),
  columns: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    state: ({ state }) => state,
    purpose: ({ purpose }) => purpose,
    started: ({ startedAt }) => shortMoment(startedAt),
    finished: ({ finishedAt }) => shortMoment(finishedAt),
  },
});

/** One campaign with its settings. */
export const campaignsShow = defineShow({
  noun: 'campaigns',
  verb: 'show',
  summary: 'one campaign with its settings',
  examples: ['evercall campaigns show 01a1fecd-bfcb-7716-93cd-a68fe6f741e6'],
  of: CAMPAIGN,
  operation: API.getCampaign,
  lines: (campaign) => renderFields(campaignFields(campaign)),
});
