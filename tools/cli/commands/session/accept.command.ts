import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import { answeredTokens } from '../../session/answered-tokens.ts';
import { readMailedLink } from '../../session/mailed-link.ts';
import { anonymousApi, type ApiOptions } from '../../session/open-api.ts';
import { readSecret } from '../../session/read-secret.ts';
import { SessionFile } from '../../session/session-file.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

interface Options extends ApiOptions, OutputOptions {
  readonly name: string;
  readonly passwordStdin?: boolean;
}

/** Takes an invitation by the link of the mail, at the API that sent it, and keeps the session as `login` does. */
export const accept: CliCommand = {
  noun: null,
  verb: 'accept',
  summary: 'take an invitation by the link that was mailed, and sign in',
  examples: [
    "evercall accept 'https://calls.example.com/accept-invitation#token=…' --name 'Grace Example'",
    "evercall accept TOKEN --name 'Grace Example' --password-stdin < password.txt",
  ],
  declare: (command, run) => {
    withApiOptions(command.argument('<link>', 'the mailed link, or its token'))
      .requiredOption('--name <name>', 'as your colleagues know you')
      .option('--password-stdin', 'read the password from the standard input')
      .action((link: string, options: Options) => run((context) => takeInvitation(context, link, options)));
  },
};

async function takeInvitation(context: CliContext, link: string, options: Options): Promise<0> {
  const { token, ...sender } = readMailedLink(link, 'accept-invitation');
  const api = await anonymousApi(context, { ...sender, ...options });
  const { baseUrl } = api;
  const password = await readSecret(context, {
    what: `new password at ${baseUrl}`,
    isPiped: options.passwordStdin === true,
    option: '--password-stdin',
  });
  const answer = await api.call(API.register, {
    body: { invitationToken: token, displayName: options.name, password },
  });
  const tokens = answeredTokens(answer);
  // Only the API knows whom it has invited.
  const authorization = async () => `Bearer ${tokens.accessToken}`;
  const me = await new ApiClient({ baseUrl, signal: context.signal, authorization }).call(API.me, {});
  await new SessionFile(context.env).keep(baseUrl, { email: me.email, ...tokens }, true);
  writeAnswer(
    context,
    options,
    { apiUrl: baseUrl, email: me.email, organization: me.organization },
    () => `Your account at ${me.organization.name} is ready. Signed in at ${baseUrl} as ${me.email}.`,
  );
  return 0;
}
