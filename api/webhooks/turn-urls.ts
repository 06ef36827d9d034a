import { CONNECTION_OVERRIDES } from '../../domain/call/connection-overrides.ts';

/** What names a call in the address of a webhook: `a`, its attempt, or `c`, a call that came in; `key` is its `k`. */
export interface CallLink {
  readonly name: 'a' | 'c';
  readonly id: string;
  readonly key: string;
}

/** Where the webhooks of one organization are. */
export interface WebhookBase {
  readonly publicUrl: string;
  readonly orgRef: string;
}

/** A call as its webhook addresses name it. */
export interface TurnAddress extends WebhookBase {
  readonly link: CallLink;
}

/** Address of a turn of a call; `query` is added to its link and `t`. */
export function turnUrl(
  { link, ...base }: TurnAddress,
  turn: string,
  query: Readonly<Record<string, string>> = {},
): string {
  return voiceUrl(base, { [link.name]: link.id, k: link.key, t: turn, ...query });
}

/** The address of a number once more, for a call whose first turn has no answer yet: all that it needs comes with it. */
export function firstTurnUrl(base: WebhookBase, poll: number): string {
  return voiceUrl(base, { poll: String(poll) });
}

/** Address that news of a recording of a call go to. */
export function recordingUrl({ link, ...base }: TurnAddress): string {
  return webhookUrl(base, 'recording', { [link.name]: link.id, k: link.key });
}

function voiceUrl(base: WebhookBase, query: Record<string, string>): string {
  return webhookUrl(base, 'voice', query);
}

function webhookUrl(
  { publicUrl, orgRef }: WebhookBase,
  webhook: string,
  query: Record<string, string>,
): string {
  const search = new URLSearchParams(query).toString();
  return `${publicUrl}/webhooks/twilio/${encodeURIComponent(orgRef)}/${webhook}?${search}${CONNECTION_OVERRIDES}`;
}
