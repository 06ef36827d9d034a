import { Argument, Option } from 'commander';
import type { z } from 'zod';
import { ROLES, type Role } from '../../../../contracts/auth.schema.ts';
import { USER_STATES, type userSchema } from '../../../../contracts/user.schema.ts';
import type { CliCommand, CliContext, ExitCode } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { renderFields, shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { defineShow } from '../../view/define-show.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { declareThing, thingId } from '../../view/thing-argument.ts';
import { USER } from './name-user.ts';

interface ListOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly role?: string;
  readonly state?: string;
}

/** Users of the organization, and who is invited. */
export const usersList = defineList({
  noun: 'users',
  summary: 'list users and open invitations, newest first',
  examples: ['evercall users list --state invited'],
  operation: API.listUsers,
  filters: (command) =>
    command
      .addOption(new Option('--role <role>', 'only those of the role').choices(ROLES))
      .addOption(new Option('--state <state>', 'only those in it').choices(USER_STATES)),
  query: ({ role, state }: ListOptions) => ({ role, state }),
  columns: {
    id: ({ id }) => id,
    email: ({ email }) => email,
    name: ({ displayName }) => displayName,
    role: ({ role }) => role,
    state: ({ state }) => state,
    'last login': ({ lastLoginAt }) => shortMoment(lastLoginAt),
    'invited until': ({ invitationExpiresAt }) => shortMoment(invitationExpiresAt),
  },
});

/** Invites somebody. */
export const usersInvite: CliCommand = {
  noun: 'users',
  verb: 'invite',
  summary: 'mail somebody a link that works once, for seven days; again replaces it',
  examples: ['evercall users invite grace@example.com --role supervisor'],
  declare: (command, run) => {
    withApiOptions(command.argument('<email>', 'who is invited'))
      .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('agent'))
      .action((email: string, options: ApiOptions & OutputOptions & { role: Role }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const invited = await api.call(API.inviteUser, { body: { email, role: options.role } });
          writeAnswer(context, options, invited, () => renderUser(invited));
          return 0;
        }),
      );
  },
};

/** Changes what somebody may do. */
export const usersRole: CliCommand = {
  noun: 'users',
  verb: 'role',
  summary: 'change what somebody may do; holds within two seconds',
  examples: ['evercall users role grace@example.com admin'],
  declare: (command, run) => {
    withApiOptions(
      declareThing(command, USER).addArgument(new Argument('<role>', 'the new role').choices(ROLES)),
    ).action((typed: string, role: Role, options: ApiOptions & OutputOptions) =>
      run((context) => change(context, typed, { role }, options)),
    );
  },
};

/** Closes an account, or takes an invitation back. */
export const usersRemove = defineShow({
  noun: 'users',
  verb: 'remove',
  summary: 'close an account and end its sessions, or take an invitation back',
  examples: ['evercall users remove grace@example.com'],
  of: USER,
  operation: API.deactivateUser,
  lines: (_, typed) => `${typed} cannot sign in any more.`,
});

/** Opens an account that was closed. */
export const usersReopen: CliCommand = {
  noun: 'users',
  verb: 'reopen',
  summary: 'let somebody in again whose account was closed',
  examples: ['evercall users reopen grace@example.com'],
  declare: (command, run) => {
    withApiOptions(declareThing(command, USER)).action((typed: string, options: ApiOptions & OutputOptions) =>
      run((context) => change(context, typed, { isDisabled: false }, options)),
    );
  },
};

async function change(
  context: CliContext,
  typed: string,
  body: { role: Role } | { isDisabled: boolean },
  options: ApiOptions & OutputOptions,
): Promise<ExitCode> {
  const api = await openApi(context, options);
  const id = await thingId(api, USER, typed);
  const changed = await api.call(API.updateUser, { params: { id }, body });
  writeAnswer(context, options, changed, () => renderUser(changed));
  return 0;
}

function renderUser({
  createdAt,
  lastLoginAt,
  invitationExpiresAt,
  ...user
}: z.output<typeof userSchema>): string {
  return renderFields({
    ...user,
    'last login': shortMoment(lastLoginAt),
    'invited until': shortMoment(invitationExpiresAt),
    created: shortMoment(createdAt),
  });
}
