import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import type {
  createWebhookSchema,
  webhookEndpointSchema,
} from '../../../../contracts/webhook-endpoint.schema.ts';
import { ALL_EVENTS, WEBHOOK_EVENT_TYPES } from '../../../../contracts/webhook-events.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import type { ThingArgument } from '../../view/thing-argument.ts';
import { idOf, itemOf } from '../find-by-name.ts';

/** An outgoing webhook as the API shows it. */
export type Webhook = z.output<typeof webhookEndpointSchema>;
type ListenedEvent = z.input<typeof createWebhookSchema>['events'][number];

const BY_URL = ['webhook', ({ url }: Webhook) => url] as const;

/** Names an outgoing webhook by its id or its URL. */
export const WEBHOOK: ThingArgument = {
  name: 'webhook',
  description: 'its id or URL',
  idOf: (api, typed) => idOf(api, API.listWebhooks, typed, BY_URL),
};

/** The webhook of an id or URL. Throws `CliFault` (4) when there is none. */
export function webhookOf(api: ApiClient, typed: string): Promise<Webhook> {
  return itemOf(api, API.listWebhooks, typed, BY_URL);
}

/** Collects `--event` options; `*` is every event. */
export function listenedEvent(text: string, known: readonly ListenedEvent[] = []): ListenedEvent[] {
  const event = [ALL_EVENTS, ...WEBHOOK_EVENT_TYPES].find((one): one is ListenedEvent => one === text);
  if (event === undefined)
    throw new InvalidArgumentError(
      `It is "${ALL_EVENTS}" for all, or one of ${WEBHOOK_EVENT_TYPES.join(', ')}.`,
    );
  return [...known, event];
}
