/** Why a flow cannot be published. Codes are permanent: the builder and clients keep them. */
export const FLOW_FAULT_CODES = [
  'ivr_flow.bad_pattern',
  'ivr_flow.bad_subflow',
  'ivr_flow.bad_template',
  'ivr_flow.bad_value',
  'ivr_flow.dangling_outlet',
  'ivr_flow.draft_too_large',
  'ivr_flow.duplicate_key',
  'ivr_flow.graph_too_large',
  'ivr_flow.missing_notice',
  'ivr_flow.missing_outlet',
  'ivr_flow.missing_prompt',
  'ivr_flow.no_entry',
  'ivr_flow.no_exit',
  'ivr_flow.not_available',
  'ivr_flow.subflow_cycle',
  'ivr_flow.target_not_allowed',
  'ivr_flow.too_many_nodes',
  'ivr_flow.turn_too_long',
  'ivr_flow.unbounded_loop',
  'ivr_flow.undeclared_language',
  'ivr_flow.unknown_calendar',
  'ivr_flow.unknown_node_type',
  'ivr_flow.unknown_outlet',
  'ivr_flow.unknown_subflow',
  'ivr_flow.unknown_variable',
  'ivr_flow.unreachable_node',
] as const;
export type FlowFaultCode = (typeof FLOW_FAULT_CODES)[number];

/** One fault: its code, an RFC 6901 pointer into the document, and one sentence for the person who draws the flow. */
export interface FlowFault {
  code: FlowFaultCode;
  pointer: string;
  message: string;
}

/** An RFC 6901 JSON pointer of path segments; '' is the whole document. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
