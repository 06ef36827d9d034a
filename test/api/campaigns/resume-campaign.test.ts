import { resumeCampaign } from '../../../api/endpoints/campaigns/resume-campaign.endpoint.ts';
import { describeSteering } from './steering-blocks.ts';

describeSteering(resumeCampaign, 'running');
