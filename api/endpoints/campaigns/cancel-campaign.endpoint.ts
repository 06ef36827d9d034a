import { cancelCampaignUpdate } from '../../../workflows/run-campaign/run-campaign.messages.ts';
import { defineSteering } from './define-steering.ts';

/** Ends a campaign for good; calls in progress end by themselves. */
export const cancelCampaign = defineSteering({
  id: 'cancelCampaign',
  verb: 'cancel',
  summary: 'Cancel a campaign for good',
  update: cancelCampaignUpdate,
});
