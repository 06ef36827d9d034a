import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { readMailedLink } from '../../session/mailed-link.ts';
import { anonymousApi, type ApiOptions } from '../../session/open-api.ts';
import { readSecret } from '../../session/read-secret.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

interface Options extends ApiOptions, OutputOptions {
  readonly passwordStdin?: boolean;
}

/** Sets a new password by the link of the mail, at the API that sent it. */
export const reset: CliCommand = {
  noun: null,
  verb: 'reset',
  summary: 'set a new password by the link that was mailed',
  examples: [
    "evercall reset 'https://calls.example.com/reset-password#token=…'",
    'evercall reset TOKEN --api-url https://calls.example.com --password-stdin < password.txt',
  ],
  declare: (command, run) => {
    withApiOptions(command.argument('<link>', 'the mailed link, or its token'))
      .option('--password-stdin', 'read the new password from the standard input')
      .action((link: string, options: Options) => run((context) => setPassword(context, link, options)));
  },
};

async function setPassword(context: CliContext, link: string, options: Options): Promise<0> {
  const { token, ...sender } = readMailedLink(link, 'reset-password');
  const api = await anonymousApi(context, { ...sender, ...options });
  const password = await readSecret(context, {
    what: `new password at ${api.baseUrl}`,
    isPiped: options.passwordStdin === true,
    option: '--password-stdin',
  });
  await api.call(API.resetPassword, { body: { token, password } });
  writeAnswer(
    context,
    options,
    { apiUrl: api.baseUrl },
    () =>
      `The new password is set, and every session of the account has ended.\n  To sign in: evercall login EMAIL --api-url ${api.baseUrl}`,
  );
  return 0;
}
