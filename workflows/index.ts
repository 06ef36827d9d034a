export { conductCall } from './conduct-call/conduct-call.workflow.ts';
export { importContacts } from './import-contacts/import-contacts.workflow.ts';
export { runCampaign } from './run-campaign/run-campaign.workflow.ts';
