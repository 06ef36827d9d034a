import { cancelCampaign } from '../../../api/endpoints/campaigns/cancel-campaign.endpoint.ts';
import { describeSteering } from './steering-blocks.ts';

describeSteering(cancelCampaign, 'completing');
