import { pauseCampaign } from '../../../api/endpoints/campaigns/pause-campaign.endpoint.ts';
import { describeSteering } from './steering-blocks.ts';

describeSteering(pauseCampaign, 'paused');
