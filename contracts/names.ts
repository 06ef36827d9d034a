/**
 * Permanent names: histories, schedules and saved searches keep them, so none may ever change its text.
 * Ids carry opaque ids only, never a number or a name.
 */

/** Task queues; docs/guide/processes.md says which process hosts which. */
export const TASK_QUEUES = {
  calls: 'calls',
  dial: 'dial',
  /** Requests to customers' servers, which must keep nothing of ours waiting. */
  effects: 'effects',
  campaigns: 'campaigns',
  /** Requests to customers' webhook endpoints that have failed before: many of them hang. */
  webhooks: 'webhooks',
} as const;
export type TaskQueue = (typeof TASK_QUEUES)[keyof typeof TASK_QUEUES];

/** Workflow types: verb phrases. */
export const WORKFLOW_TYPES = {
  runCampaign: 'runCampaign',
  conductCall: 'conductCall',
  importContacts: 'importContacts',
  runCallback: 'runCallback',
  deliverWebhooks: 'deliverWebhooks',
} as const;

/** Custom search attributes, all of type Keyword, set at start and never upserted. */
export const SEARCH_ATTRIBUTES = ['OrgId', 'CampaignId', 'FlowVersion', 'Direction', 'Provider'] as const;
export type SearchAttributeName = (typeof SEARCH_ATTRIBUTES)[number];

/** Wire names of Updates, Signals and Queries. */
export const MESSAGES = {
  nextInstruction: 'nextInstruction',
  callEnded: 'callEnded',
  callState: 'callState',
  pauseCampaign: 'pauseCampaign',
  resumeCampaign: 'resumeCampaign',
  cancelCampaign: 'cancelCampaign',
  campaignProgress: 'campaignProgress',
  importProgress: 'importProgress',
  rescheduleCallback: 'rescheduleCallback',
  cancelCallback: 'cancelCallback',
  callbackState: 'callbackState',
  webhooksDue: 'webhooksDue',
  webhookRunState: 'webhookRunState',
} as const;

/** Header that carries a trace into workflows and activities. Source: @temporalio/interceptors-opentelemetry-v2. */
export const TRACE_HEADER = '_tracer-data';

/** Workflow id of a campaign's one run. */
export function campaignWorkflowId(campaignId: string): string {
  return `campaign:${campaignId}`;
}

/** Workflow id of an outbound call: one per attempt, whatever is retried. */
export function callWorkflowId(attemptId: string): string {
  return `call:${attemptId}`;
}

/** Workflow id of an inbound call, by the carrier's id of it: its first webhook knows no other. */
export function inboundCallWorkflowId(carrierCallId: string): string {
  return `call:in:${carrierCallId}`;
}

/** Workflow id of a contacts import. */
export function importWorkflowId(importId: string): string {
  return `import:${importId}`;
}

/** Workflow id of a callback. */
export function callbackWorkflowId(callbackId: string): string {
  return `callback:${callbackId}`;
}

/** Workflow id of the one run that tries again what a webhook endpoint did not take. */
export function webhooksWorkflowId(endpointId: string): string {
  return `webhooks:${endpointId}`;
}

/** Update id of one turn of a call: a repeated webhook repeats the Update and gets the same answer. */
export function turnUpdateId(carrierCallId: string, turn: string): string {
  return `${carrierCallId}:${turn}`;
}

/** Turn nonce of a call's first webhook, ours to make or coming in; each later turn gets a fresh nonce from the workflow. */
export const FIRST_TURN = 'answer';
