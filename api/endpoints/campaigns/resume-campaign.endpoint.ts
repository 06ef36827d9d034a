import { resumeCampaignUpdate } from '../../../workflows/run-campaign/run-campaign.messages.ts';
import { defineSteering } from './define-steering.ts';

/** Dials again after a pause. */
export const resumeCampaign = defineSteering({
  id: 'resumeCampaign',
  verb: 'resume',
  summary: 'Resume a paused campaign',
  update: resumeCampaignUpdate,
});
