import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { answeredTokens } from '../../session/answered-tokens.ts';
import { anonymousApi, type ApiOptions } from '../../session/open-api.ts';
import { readSecret } from '../../session/read-secret.ts';
import { SessionFile } from '../../session/session-file.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

interface Options extends ApiOptions, OutputOptions {
  readonly organization?: string;
  readonly operator?: boolean;
  readonly passwordStdin?: boolean;
}

/** Signs in and keeps the session on this machine; it renews itself until `logout`. */
export const login: CliCommand = {
  noun: null,
  verb: 'login',
  summary: 'sign in at an API, and keep the session on this machine',
  examples: [
    'evercall login ada@example.com --api-url https://calls.example.com',
    'evercall login ada@example.com --password-stdin < password.txt',
  ],
  declare: (command, run) => {
    withApiOptions(command.argument('<email>', 'who signs in'))
      .option('--organization <ref>', 'where one address belongs to several')
      .option('--operator', 'as who runs the installation, for ten minutes')
      .option('--password-stdin', 'read the password from the standard input')
      .action((email: string, options: Options) => run((context) => signIn(context, email, options)));
  },
};

async function signIn(context: CliContext, email: string, options: Options): Promise<0> {
  const { organization, operator: isOperator = false } = options;
  const api = await anonymousApi(context, options);
  const answer = await api.call(API.login, {
    body: {
      email,
      password: await readSecret(context, {
        what: `password of ${email}`,
        isPiped: options.passwordStdin === true,
        option: '--password-stdin',
      }),
      as: isOperator ? 'operator' : 'user',
      ...(organization !== undefined && { organization }),
    },
  });
  await new SessionFile(context.env).keep(api.baseUrl, { email, ...answeredTokens(answer) }, true);
  writeAnswer(
    context,
    options,
    { apiUrl: api.baseUrl, email },
    () => `Signed in at ${api.baseUrl} as ${email}.`,
  );
  return 0;
}
