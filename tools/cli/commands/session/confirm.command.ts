import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { readMailedLink } from '../../session/mailed-link.ts';
import { anonymousApi, type ApiOptions } from '../../session/open-api.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

/** Confirms the address that an organization was registered with, by the link of the mail, at the API that sent it. */
export const confirm: CliCommand = {
  noun: null,
  verb: 'confirm',
  summary: 'confirm an e-mail address by the link that was mailed',
  examples: ["evercall confirm 'https://calls.example.com/confirm-email#token=…'"],
  declare: (command, run) => {
    withApiOptions(command.argument('<link>', 'the mailed link, or its token')).action(
      (link: string, options: ApiOptions & OutputOptions) =>
        run((context) => confirmAddress(context, link, options)),
    );
  },
};

async function confirmAddress(
  context: CliContext,
  link: string,
  options: ApiOptions & OutputOptions,
): Promise<0> {
  const { token, ...sender } = readMailedLink(link, 'confirm-email');
  const api = await anonymousApi(context, { ...sender, ...options });
  await api.call(API.confirmEmail, { body: { token } });
  writeAnswer(context, options, { apiUrl: api.baseUrl }, () => 'The address is confirmed.');
  return 0;
}
