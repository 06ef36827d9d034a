/** What a flow can be published with, and its author may not have meant. Codes are permanent, as those of faults are. */
export const FLOW_WARNING_CODES = [
  'ivr_flow.ambiguous_phrase',
  'ivr_flow.no_default_branch',
  'ivr_flow.no_inter_digit_timeout',
  'ivr_flow.unused_calendar',
  'ivr_flow.unused_variable',
] as const;
export type FlowWarningCode = (typeof FLOW_WARNING_CODES)[number];

/** One warning: its code, an RFC 6901 pointer into the document, and one sentence for the person who draws the flow. */
export interface FlowWarning {
  code: FlowWarningCode;
  pointer: string;
  message: string;
}
