import type { CliCommand } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { SessionFile } from '../../session/session-file.ts';
import { renderFields } from '../../view/columns.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

/** Who is signed in, and where. */
export const whoami: CliCommand = {
  noun: null,
  verb: 'whoami',
  summary: 'who is signed in, and where',
  examples: ['evercall whoami', 'evercall whoami --output json'],
  declare: (command, run) => {
    withApiOptions(command).action((options: ApiOptions & OutputOptions) =>
      run(async (context) => {
        if (context.env['EVERCALL_API_KEY'])
          throw new CliFault('EVERCALL_API_KEY is set: an API key acts, and nobody is signed in.');
        const api = await openApi(context, options);
        const session = await new SessionFile(context.env).sessionAt(api.baseUrl);
        if (session?.refreshToken === null) {
          const operator = { email: session.email, role: 'operator', apiUrl: api.baseUrl };
          writeAnswer(context, options, operator, () => renderFields(operator));
          return 0;
        }
        const me = await api.call(API.me, {});
        writeAnswer(context, options, { ...me, apiUrl: api.baseUrl }, () =>
          renderFields({
            name: me.displayName,
            email: me.email,
            role: me.role,
            organization: `${me.organization.name} (${me.organization.ref})`,
            api: api.baseUrl,
          }),
        );
        return 0;
      }),
    );
  },
};
