/**
 * What a flow may need of the platform beyond being walked: somebody must carry out the effects of these nodes, or
 * make business hours a fact of each turn (`calendars`). Publishing passes those that are at work; nodes that need
 * another are refused, so that nothing pretends to run.
 */
export const FLOW_CAPABILITIES = ['calendars', 'callback', 'transfer', 'voicemail', 'webhook'] as const;
export type FlowCapability = (typeof FLOW_CAPABILITIES)[number];
