import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { thingId } from '../../view/thing-argument.ts';
import { USER_OR_ONESELF } from './name-user.ts';

/** Where somebody is signed in, newest first. */
export const sessionsList = defineList({
  noun: 'sessions',
  summary: 'list where you are signed in, or, for administrators, somebody else is',
  examples: ['evercall sessions list', 'evercall sessions list grace@example.com'],
  operation: API.listUserSessions,
  argument: USER_OR_ONESELF,
  columns: {
    id: ({ id }) => id,
    kind: ({ kind }) => kind,
    'this one': ({ isCurrent }) => isCurrent,
    address: ({ address }) => address,
    'signed in': ({ createdAt }) => shortMoment(createdAt),
    'last used': ({ lastUsedAt }) => shortMoment(lastUsedAt),
    ends: ({ expiresAt }) => shortMoment(expiresAt),
    program: ({ userAgent }) => userAgent,
  },
});

/** Ends a session. */
export const sessionsRevoke: CliCommand = {
  noun: 'sessions',
  verb: 'revoke',
  summary: 'sign yourself, or --user, out of one device; its access token ends within two seconds',
  examples: [
    'evercall sessions revoke 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b',
    'evercall sessions revoke 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b --user grace@example.com',
  ],
  declare: (command, run) => {
    withApiOptions(command.argument('<id>', 'id of the session'))
      .option('--user <user>', 'whose it is, by e-mail address or id')
      .action((sessionId: string, options: ApiOptions & OutputOptions & { user?: string }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const id = await thingId(api, USER_OR_ONESELF, options.user);
          await api.call(API.revokeUserSession, { params: { id, sessionId } });
          writeAnswer(context, options, { id: sessionId, done: true }, () => `${sessionId} has ended.`);
          return 0;
        }),
      );
  },
};
