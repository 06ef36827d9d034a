import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { type OutputOptions, positiveNumber, withApiOptions, writeAnswer } from '../../view/output.ts';
import { flowIdOf } from './name-flow.ts';
import { findingLines } from './compile-flow-file.ts';

/** Publishes the draft as a new version, which new calls begin with. */
export const flowsPublish: CliCommand = {
  noun: 'flows',
  verb: 'publish',
  summary: 'publish the draft; new calls begin with it, those in progress stay on theirs',
  examples: ['evercall flows publish "Appointment reminder"'],
  declare: (command, run) => {
    withApiOptions(command.argument('<flow>', 'by name or id')).action(
      (flow: string, options: ApiOptions & OutputOptions) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const id = await flowIdOf(api, flow);
          const published = await api.call(API.publishFlow, { params: { id } });
          writeAnswer(context, options, published, () =>
            [
              ...findingLines(published.warnings).map((line) => `warning  ${line}`),
              `Version ${published.version} is live.`,
            ].join('\n'),
          );
          return 0;
        }),
    );
  },
};

/** Makes an earlier version the live one again. */
export const flowsRollback: CliCommand = {
  noun: 'flows',
  verb: 'rollback',
  summary: 'make an earlier version the live one; the draft and calls in progress stay',
  examples: ['evercall flows rollback "Appointment reminder" 3'],
  declare: (command, run) => {
    withApiOptions(
      command.argument('<flow>', 'by name or id').argument('<version>', 'its number', positiveNumber),
    ).action((flow: string, version: number, options: ApiOptions & OutputOptions) =>
      run(async (context) => {
        const api = await openApi(context, options);
        const id = await flowIdOf(api, flow);
        const live = await api.call(API.rollbackFlow, { params: { id }, body: { version } });
        writeAnswer(context, options, live, () => `Version ${live.version} is live.`);
        return 0;
      }),
    );
  },
};
