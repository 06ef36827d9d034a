import { pauseCampaignUpdate } from '../../../workflows/run-campaign/run-campaign.messages.ts';
import { defineSteering } from './define-steering.ts';

/** Stops new dials; in force when answered. Calls in progress go on. */
export const pauseCampaign = defineSteering({
  id: 'pauseCampaign',
  verb: 'pause',
  summary: 'Pause a campaign: no new dials, calls in progress go on',
  update: pauseCampaignUpdate,
});
