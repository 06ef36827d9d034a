import { Option } from 'commander';
import { NOTIFICATION_KINDS } from '../../../../contracts/notification.ts';
import type { CliCommand } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import { firstItems } from '../../client/all-pages.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

interface ListOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly kind?: string;
  readonly unread?: boolean;
}

/** What one was told of, newest first. */
export const notificationsList = defineList({
  noun: 'notifications',
  summary: 'list what you were told of, newest first',
  examples: ['evercall notifications list --unread'],
  operation: API.listNotifications,
  filters: (command) =>
    command
      .addOption(new Option('--kind <kind>', 'only those of the kind').choices(NOTIFICATION_KINDS))
      .option('--unread', 'only those that you have not read'),
  query: ({ kind, unread }: ListOptions) => ({ kind, isRead: unread ? 'false' : undefined }),
  columns: {
    id: ({ id }) => id,
    kind: ({ kind }) => kind,
    told: ({ createdAt }) => shortMoment(createdAt),
    read: ({ readAt }) => shortMoment(readAt),
    mailed: ({ mailedAt }) => shortMoment(mailedAt),
    title: ({ title }) => title,
    body: ({ body }) => body,
  },
});

/** Marks one's notifications as read. */
export const notificationsRead: CliCommand = {
  noun: 'notifications',
  verb: 'read',
  summary: 'mark as read: those that are named, or every one that is unread',
  examples: [
    'evercall notifications read 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b',
    'evercall notifications read --all',
  ],
  declare: (command, run) => {
    withApiOptions(command.argument('[id...]', 'ids of the notifications'))
      .option('--all', 'every one that is unread')
      .action((ids: string[], options: ApiOptions & OutputOptions & { all?: boolean }) =>
        run(async (context) => {
          if ((ids.length === 0) === !options.all) throw new CliFault('Give ids, or --all.');
          const api = await openApi(context, options);
          const read = [];
          for (const id of options.all ? await unreadIds(api) : ids)
            read.push(await api.call(API.readNotification, { params: { id } }));
          writeAnswer(context, options, read, () => `Read: ${read.length}.`);
          return 0;
        }),
      );
  },
};

async function unreadIds(api: ApiClient): Promise<string[]> {
  const given = { query: { isRead: 'false' } };
  const unread = await firstItems(api, API.listNotifications, Number.MAX_SAFE_INTEGER, given);
  return unread.map(({ id }) => id);
}
