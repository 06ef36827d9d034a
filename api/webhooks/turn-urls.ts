/**
 * How the carrier fetches our URLs: shorter time-outs and three retries on connect, read and server errors, inside its
 * 15 s. A fragment, so it is neither sent nor signed. Source: Twilio docs, "Webhooks connection overrides".
 */
const CONNECTION_OVERRIDES = '#ct=2000&rt=4000&tt=15000&rc=3&rp=ct,rt,5xx';

/** A call as its webhook addresses name it. */
export interface TurnAddress {
  readonly publicUrl: string;
  readonly orgRef: string;
  readonly attemptId: string;
  readonly linkKey: string;
}

/** Address of a turn of a call; `query` is added to its `a`, `k` and `t`. */
export function turnUrl(
  address: TurnAddress,
  turn: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams({ a: address.attemptId, k: address.linkKey, t: turn, ...query });
  return `${address.publicUrl}/webhooks/twilio/${encodeURIComponent(address.orgRef)}/voice?${search.toString()}${CONNECTION_OVERRIDES}`;
}
