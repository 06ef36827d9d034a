import type { z } from 'zod';
import type { updateWebhookSchema } from '../../../../contracts/webhook-endpoint.schema.ts';
import type { CliCommand, CliContext, ExitCode } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { defineShow } from '../../view/define-show.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { declareThing } from '../../view/thing-argument.ts';
import { listenedEvent, WEBHOOK, webhookOf } from './name-webhook.ts';
import { renderWebhook } from './read-webhooks.command.ts';

type Change = z.input<typeof updateWebhookSchema>;

interface ChangeOptions extends ApiOptions, OutputOptions {
  readonly url?: string;
  readonly description?: string;
  readonly event?: NonNullable<Change['events']>;
}

/** Changes where a webhook goes and what it hears of. */
export const webhooksUpdate: CliCommand = {
  noun: 'webhooks',
  verb: 'update',
  summary: 'change URL, description or events; what is left out stays',
  examples: ['evercall webhooks update https://hooks.example.com/evercall --event call.completed'],
  declare: (command, run) => {
    withApiOptions(declareThing(command, WEBHOOK))
      .option('--url <url>', 'where messages are posted')
      .option('--description <text>', 'what people call it; empty: none')
      .option('--event <type>', 'instead of those before; may be repeated, "*" is every one', listenedEvent)
      .action((typed: string, options: ChangeOptions) =>
        run((context) => {
          const { url, description, event: events } = options;
          const body = {
            ...(url !== undefined && { url }),
            ...(description !== undefined && { description: description === '' ? null : description }),
            ...(events !== undefined && { events }),
          };
          if (Object.keys(body).length === 0) throw new CliFault('Say what to change; see --help.');
          return change(context, typed, body, options);
        }),
      );
  },
};

/** Has a webhook sent to again. */
export const webhooksEnable = defineSwitch('enable', true, 'send to it again; what waited goes out');

/** Has a webhook left alone. */
export const webhooksDisable = defineSwitch(
  'disable',
  false,
  'send nothing to it; what happens meanwhile is never told to it',
);

/** Deletes a webhook. */
export const webhooksDelete = defineShow({
  noun: 'webhooks',
  verb: 'delete',
  summary: 'end one for good, with all that waits for it',
  examples: ['evercall webhooks delete https://hooks.example.com/evercall'],
  of: WEBHOOK,
  operation: API.deleteWebhook,
  lines: (_, typed) => `${typed} is deleted.`,
});

function defineSwitch(verb: string, isEnabled: boolean, summary: string): CliCommand {
  return {
    noun: 'webhooks',
    verb,
    summary,
    examples: [`evercall webhooks ${verb} https://hooks.example.com/evercall`],
    declare: (command, run) => {
      withApiOptions(declareThing(command, WEBHOOK)).action(
        (typed: string, options: ApiOptions & OutputOptions) =>
          run((context) => change(context, typed, { isEnabled }, options)),
      );
    },
  };
}

/** Changes the webhook as it was read: who changed it in between is not overwritten. */
async function change(
  context: CliContext,
  typed: string,
  body: Change,
  options: ApiOptions & OutputOptions,
): Promise<ExitCode> {
  const api = await openApi(context, options);
  const { id, revision } = await webhookOf(api, typed);
  const headers = { 'if-match': `"${revision}"` };
  const changed = await api.call(API.updateWebhook, { params: { id }, body, headers });
  writeAnswer(context, options, changed, () => renderWebhook(changed));
  return 0;
}
