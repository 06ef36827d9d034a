export { conductCall } from './conduct-call/conduct-call.workflow.ts';
export { runCampaign } from './run-campaign/run-campaign.workflow.ts';
