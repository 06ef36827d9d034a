import { Argument } from 'commander';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

/** Says, or chooses, whether notifications also come by mail. */
export const notificationsMail: CliCommand = {
  noun: 'notifications',
  verb: 'mail',
  summary: 'whether they also come to you by mail, or choose it',
  examples: ['evercall notifications mail', 'evercall notifications mail off'],
  declare: (command, run) => {
    withApiOptions(
      command.addArgument(
        new Argument('[choice]', 'what it shall be; left out: what it is').choices(['on', 'off']),
      ),
    ).action((choice: 'on' | 'off' | undefined, options: ApiOptions & OutputOptions) =>
      run(async (context) => {
        const api = await openApi(context, options);
        const { answer: before, headers } = await api.callWithHeaders(API.getMySettings, {});
        const settings =
          choice === undefined
            ? before
            : await api.call(API.updateMySettings, {
                body: { ...before, mailNotifications: choice === 'on' },
                headers: { 'if-match': headers.get('etag') ?? '' },
              });
        writeAnswer(
          context,
          options,
          settings,
          () => `Notifications ${settings.mailNotifications ? 'also come' : 'do not come'} by mail.`,
        );
        return 0;
      }),
    );
  },
};
