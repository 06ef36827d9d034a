import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { type OutputOptions, positiveNumber, withApiOptions, writeAnswer } from '../../view/output.ts';
import { flowIdOf } from './name-flow.ts';
import { writeFlowFile } from './flow-file.ts';

interface Options extends ApiOptions, OutputOptions {
  readonly file?: string;
  // `--version` of a program is its own version, so this is `--of`.
  readonly of?: number;
}

/** Writes a flow into a file: its draft or a published version, and its suites. */
export const flowsPull: CliCommand = {
  noun: 'flows',
  verb: 'pull',
  summary: 'write a flow with its suites into a file, to be edited and pushed',
  examples: [
    'evercall flows pull "Appointment reminder"',
    'evercall flows pull ID --of 3 --file old.flow.json',
  ],
  declare: (command, run) => {
    withApiOptions(command.argument('<flow>', 'by name or id'))
      .option('--file <file>', 'where to; ID.flow.json when left out')
      .option('--of <version>', 'a published version; the draft when left out', positiveNumber)
      .action((flow: string, options: Options) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const flowId = await flowIdOf(api, flow);
          const params = { id: flowId };
          // The ETag first: should the draft change in between, the push is refused, and nothing is lost.
          const { headers } = await api.callWithHeaders(API.getFlow, { params });
          const exported = await api.call(API.exportFlow, { params, query: { version: options.of } });
          const file = options.file ?? `${flowId}.flow.json`;
          const etag = headers.get('etag') ?? '*';
          await writeFlowFile(context.cwd, file, { ...exported, pulledFrom: { flowId, etag } });
          writeAnswer(context, options, { flowId, file }, () => `${exported.name} is in ${file}.`);
          return 0;
        }),
      );
  },
};
