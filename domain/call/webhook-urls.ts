import { CONNECTION_OVERRIDES } from './connection-overrides.ts';

/** What names a call in the address of a webhook: `a`, its attempt, or `c`, a call that came in; `key` is its `k`. */
export interface CallLink {
  readonly name: 'a' | 'c';
  readonly id: string;
  readonly key: string;
}

/** Where the webhooks of one organization are; `publicUrl` is an origin that carriers call, without a trailing slash. */
export interface WebhookBase {
  readonly publicUrl: string;
  readonly orgRef: string;
}

/** A call as the addresses of its webhooks name it. */
export interface TurnAddress extends WebhookBase {
  readonly link: CallLink;
}

/** Address of a turn of a call; `query` is added to its link and `t`. */
export function turnUrl(
  { link, ...base }: TurnAddress,
  turn: string,
  query: Readonly<Record<string, string>> = {},
): string {
  return webhookUrl(base, 'voice', { ...linkQuery(link), t: turn, ...query });
}

/** The address of a number once more, for a call whose first turn has no answer yet: all that it needs comes with it. */
export function firstTurnUrl(base: WebhookBase, poll: number): string {
  return webhookUrl(base, 'voice', { poll: String(poll) });
}

/** Address of a call that is none of its turns: for news of it and of its recordings, or for the last resort. */
export function callUrl(
  { link, ...base }: TurnAddress,
  webhook: 'status' | 'recording' | 'fallback',
): string {
  return webhookUrl(base, webhook, linkQuery(link));
}

/** Address of a webhook that names no call. */
export function numberUrl(base: WebhookBase, webhook: 'voice' | 'status' | 'fallback'): string {
  return webhookUrl(base, webhook, {});
}

function linkQuery({ name, id, key }: CallLink): Record<string, string> {
  return { [name]: id, k: key };
}

function webhookUrl(
  { publicUrl, orgRef }: WebhookBase,
  webhook: string,
  query: Readonly<Record<string, string>>,
): string {
  const search = new URLSearchParams(query).toString();
  const path = `/webhooks/twilio/${encodeURIComponent(orgRef)}/${webhook}`;
  return `${publicUrl}${path}${search === '' ? '' : `?${search}`}${CONNECTION_OVERRIDES}`;
}
