import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { type OutputOptions, withApiOptions } from '../../view/output.ts';
import { declareThing, thingId } from '../../view/thing-argument.ts';
import { tellDelivery } from './follow-delivery.ts';
import { WEBHOOK } from './name-webhook.ts';

/** Sends a webhook a test event. */
export const webhooksTest: CliCommand = {
  noun: 'webhooks',
  verb: 'test',
  summary: 'send it the event webhook.test; with --wait ends with 1 when it was not delivered',
  examples: ['evercall webhooks test https://hooks.example.com/evercall --wait'],
  declare: (command, run) => {
    withApiOptions(declareThing(command, WEBHOOK))
      .option('--wait', 'until the first try is over')
      .action((typed: string, options: ApiOptions & OutputOptions & { wait?: boolean }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const webhookId = await thingId(api, WEBHOOK, typed);
          const delivery = await api.call(API.testWebhook, { params: { id: webhookId } });
          return tellDelivery(context, api, { webhookId, delivery }, options);
        }),
      );
  },
};
