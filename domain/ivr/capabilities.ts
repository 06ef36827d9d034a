/**
 * What a flow may need of the platform beyond being walked: somebody must carry out the effects of these nodes, or
 * make business hours a fact of each turn (`calendars`). Publishing passes those that are at work; nodes that need
 * another are refused, so that nothing pretends to run.
 */
export const FLOW_CAPABILITIES = ['calendars', 'callback', 'transfer', 'voicemail', 'webhook'] as const;
export type FlowCapability = (typeof FLOW_CAPABILITIES)[number];

/** What is at work on this platform; every publishing, checking and trying of a flow passes this one list. */
export const PLATFORM_CAPABILITIES: readonly FlowCapability[] = [
  'calendars',
  'transfer',
  'voicemail',
  'webhook',
  'callback',
];

/** What carriers differ in: a time between keys that is not the time for the first one. */
export const CARRIER_FEATURES = ['inter_digit_timeout'] as const;
export type CarrierFeature = (typeof CARRIER_FEATURES)[number];
