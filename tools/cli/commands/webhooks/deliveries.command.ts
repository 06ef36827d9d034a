import { Option } from 'commander';
import { DELIVERY_STATES } from '../../../../contracts/webhook-endpoint.schema.ts';
import { WEBHOOK_EVENT_TYPES } from '../../../../contracts/webhook-events.ts';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { declareThing, thingId } from '../../view/thing-argument.ts';
import { deliveryOf, renderDelivery, tellDelivery } from './follow-delivery.ts';
import { WEBHOOK } from './name-webhook.ts';

const EXAMPLE = 'https://hooks.example.com/evercall 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b';

interface ListOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly state?: string;
  readonly type?: string;
}

/** Deliveries of a webhook, newest first. */
export const deliveriesList = defineList({
  noun: 'deliveries',
  summary: 'list what was and will be sent to a webhook, newest first',
  examples: ['evercall deliveries list https://hooks.example.com/evercall --state failed'],
  operation: API.listWebhookDeliveries,
  argument: WEBHOOK,
  filters: (command) =>
    command
      .addOption(new Option('--state <state>', 'only those in it').choices(DELIVERY_STATES))
      .addOption(new Option('--type <event>', 'only those of the event').choices(WEBHOOK_EVENT_TYPES)),
  query: ({ state, type }: ListOptions) => ({ state, type }),
  columns: {
    id: ({ id }) => id,
    type: ({ type }) => type,
    state: ({ state }) => state,
    tries: ({ tries }) => tries,
    'last answer': ({ lastStatus, lastError }) => lastStatus ?? lastError,
    'next try': ({ schedule }) => shortMoment(schedule[0] ?? null),
    created: ({ createdAt }) => shortMoment(createdAt),
  },
});

/** One delivery with its tries. */
export const deliveriesShow: CliCommand = {
  noun: 'deliveries',
  verb: 'show',
  summary: 'one delivery with its tries, what came back, and its schedule',
  examples: [`evercall deliveries show ${EXAMPLE}`],
  declare: (command, run) => {
    withApiOptions(declareThing(command, WEBHOOK).argument('<id>', 'id of the delivery')).action(
      (typed: string, id: string, options: ApiOptions & OutputOptions) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const delivery = await deliveryOf(api, await thingId(api, WEBHOOK, typed), id);
          writeAnswer(context, options, delivery, () => renderDelivery(delivery));
          return 0;
        }),
    );
  },
};

/** Sends a message again. */
export const deliveriesReplay: CliCommand = {
  noun: 'deliveries',
  verb: 'replay',
  summary: 'send one again, with the same webhook-id; with --wait ends with 1 when it was not delivered',
  examples: [`evercall deliveries replay ${EXAMPLE} --wait`],
  declare: (command, run) => {
    withApiOptions(declareThing(command, WEBHOOK).argument('<id>', 'id of the delivery'))
      .option('--wait', 'until the first try is over')
      .action((typed: string, id: string, options: ApiOptions & OutputOptions & { wait?: boolean }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const webhookId = await thingId(api, WEBHOOK, typed);
          const params = { id: webhookId, deliveryId: id };
          const delivery = await api.call(API.replayWebhookDelivery, { params });
          return tellDelivery(context, api, { webhookId, delivery }, options);
        }),
      );
  },
};
