import type { z } from 'zod';
import type {
  createWebhookSchema,
  webhookSecretSchema,
} from '../../../../contracts/webhook-endpoint.schema.ts';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { type OutputOptions, wholeNumber, withApiOptions, writeAnswer } from '../../view/output.ts';
import { declareThing, thingId } from '../../view/thing-argument.ts';
import { listenedEvent, WEBHOOK } from './name-webhook.ts';
import { renderWebhook } from './read-webhooks.command.ts';

interface CreateOptions extends ApiOptions, OutputOptions {
  readonly url: string;
  readonly event: z.input<typeof createWebhookSchema>['events'];
  readonly description?: string;
}

/** Adds an outgoing webhook; its secret is shown this once. */
export const webhooksCreate: CliCommand = {
  noun: 'webhooks',
  verb: 'create',
  summary: 'add one; the secret that signs its messages is shown this once',
  examples: [
    'evercall webhooks create --url https://hooks.example.com/evercall --event call.completed --event campaign.completed',
  ],
  declare: (command, run) => {
    withApiOptions(command)
      .requiredOption('--url <url>', 'where messages are posted: https, and no private network')
      .requiredOption('--event <type>', 'what it hears of; may be repeated, "*" is every one', listenedEvent)
      .option('--description <text>', 'what people call it')
      .action((options: CreateOptions) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const { url, event: events, description } = options;
          const body = { url, events, ...(description !== undefined && { description }) };
          const made = await api.call(API.createWebhook, { body });
          writeAnswer(context, options, made, () => renderSecret(made));
          return 0;
        }),
      );
  },
};

/** Makes a new secret; it is shown this once. */
export const webhooksRotate: CliCommand = {
  noun: 'webhooks',
  verb: 'rotate',
  summary: 'make a new secret, shown this once; for a day the one before signs too',
  examples: ['evercall webhooks rotate https://hooks.example.com/evercall --keep-previous-seconds 3600'],
  declare: (command, run) => {
    withApiOptions(declareThing(command, WEBHOOK))
      .option(
        '--keep-previous-seconds <n>',
        'how long the one before signs too; 86400 unless told',
        wholeNumber,
      )
      .action((typed: string, options: ApiOptions & OutputOptions & { keepPreviousSeconds?: number }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const id = await thingId(api, WEBHOOK, typed);
          const { keepPreviousSeconds } = options;
          const body = keepPreviousSeconds === undefined ? {} : { keepPreviousSeconds };
          const made = await api.call(API.rotateWebhookSecret, { params: { id }, body });
          writeAnswer(context, options, made, () => renderSecret(made));
          return 0;
        }),
      );
  },
};

function renderSecret({ endpoint, secret }: z.output<typeof webhookSecretSchema>): string {
  return `${renderWebhook(endpoint, secret)}\nThe secret is not shown again.`;
}
