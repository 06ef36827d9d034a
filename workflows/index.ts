export { conductCall } from './conduct-call/conduct-call.workflow.ts';
export { deliverWebhooks } from './deliver-webhooks/deliver-webhooks.workflow.ts';
export { importContacts } from './import-contacts/import-contacts.workflow.ts';
export { runCallback } from './run-callback/run-callback.workflow.ts';
export { runCampaign } from './run-campaign/run-campaign.workflow.ts';
