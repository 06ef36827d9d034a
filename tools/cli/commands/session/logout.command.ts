import type { CliCommand } from '../../cli-command.types.ts';
import { ApiFault } from '../../client/api-fault.ts';
import { API } from '../../client/operations.ts';
import { anonymousApi, type ApiOptions, openApi } from '../../session/open-api.ts';
import { SessionFile } from '../../session/session-file.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

/** Ends the session at the API, and forgets it here even when it has ended there already. */
export const logout: CliCommand = {
  noun: null,
  verb: 'logout',
  summary: 'end the session, there and here',
  examples: ['evercall logout'],
  declare: (command, run) => {
    withApiOptions(command).action((options: ApiOptions & OutputOptions) =>
      run(async (context) => {
        const file = new SessionFile(context.env);
        const { baseUrl } = await anonymousApi(context, options);
        const session = await file.sessionAt(baseUrl);
        // An operator has a token and no session that could be ended.
        if (session !== null && session.refreshToken !== null) {
          const env = { ...context.env, EVERCALL_API_KEY: undefined };
          const api = await openApi({ ...context, env }, options);
          await api.call(API.logout, {}).catch((error: unknown) => {
            if (!(error instanceof ApiFault) || error.exitCode !== 3) throw error;
          });
        }
        await file.forget(baseUrl);
        const answer = { apiUrl: baseUrl, signedOut: session !== null };
        writeAnswer(context, options, answer, () =>
          session ? `Signed out at ${baseUrl}.` : `You were not signed in at ${baseUrl}.`,
        );
        return 0;
      }),
    );
  },
};
