import { Option } from 'commander';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { renderFields, shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { declareThing } from '../../view/thing-argument.ts';
import { WEBHOOK, type Webhook, webhookOf } from './name-webhook.ts';

interface ListOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly state?: string;
}

/** Outgoing webhooks, newest first, never their secrets. */
export const webhooksList = defineList({
  noun: 'webhooks',
  summary: 'list outgoing webhooks, newest first; never their secrets',
  examples: ['evercall webhooks list --state disabled'],
  operation: API.listWebhooks,
  filters: (command) =>
    command.addOption(new Option('--state <state>', 'only those in it').choices(['enabled', 'disabled'])),
  query: ({ state }: ListOptions) => ({ state }),
  columns: {
    id: ({ id }) => id,
    url: ({ url }) => url,
    events: ({ events }) => (events.length > 2 ? `${events.length} events` : events.join(' ')),
    state: ({ state, disabledReason }) => (disabledReason ? `${state} (${disabledReason})` : state),
    'failing since': ({ failingSince }) => shortMoment(failingSince),
    'paused until': ({ pausedUntil }) => shortMoment(pausedUntil),
  },
});

/** One outgoing webhook. */
export const webhooksShow: CliCommand = {
  noun: 'webhooks',
  verb: 'show',
  summary: 'one outgoing webhook: what it hears of, and how it is',
  examples: ['evercall webhooks show https://hooks.example.com/evercall'],
  declare: (command, run) => {
    withApiOptions(declareThing(command, WEBHOOK)).action(
      (typed: string, options: ApiOptions & OutputOptions) =>
        run(async (context) => {
          const webhook = await webhookOf(await openApi(context, options), typed);
          writeAnswer(context, options, webhook, () => renderWebhook(webhook));
          return 0;
        }),
    );
  },
};

/** A webhook as people read it, a line for each field; `secret` is known when it was just made. */
export function renderWebhook(webhook: Webhook, secret: string | null = null): string {
  return renderFields({
    id: webhook.id,
    url: webhook.url,
    description: webhook.description,
    events: webhook.events.join(' '),
    state: webhook.state,
    reason: webhook.disabledReason,
    'failing since': shortMoment(webhook.failingSince),
    'paused until': shortMoment(webhook.pausedUntil),
    'secret before until': shortMoment(webhook.previousSecretUntil),
    revision: webhook.revision,
    created: shortMoment(webhook.createdAt),
    updated: shortMoment(webhook.updatedAt),
    secret,
  });
}
