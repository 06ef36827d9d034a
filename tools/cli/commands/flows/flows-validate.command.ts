import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { keyedFiles, type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { isId } from '../find-by-name.ts';
import { compileFlowFile, findingLines } from './compile-flow-file.ts';

interface Options extends ApiOptions, OutputOptions {
  readonly subflow: Record<string, string>;
}

type Finding = Parameters<typeof findingLines>[0][number];

interface Validation {
  readonly valid: boolean;
  readonly faults: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/** Every fault and warning of a flow file or of a flow's draft; ends with 1 when it could not be published. */
export const flowsValidate: CliCommand = {
  noun: 'flows',
  verb: 'validate',
  summary: 'check a file, or the draft of a flow, as publishing would; ends with 1 on a fault',
  examples: [
    'evercall flows validate survey.flow.json',
    'evercall flows validate 01a1fecd-bfa1-74ab-a32f-fe59079c884b',
  ],
  declare: (command, run) => {
    withApiOptions(
      command.argument('<flow>', 'flow document or export, JSON; or the id of a flow at the API'),
    )
      .option('--subflow <id=file>', 'another flow that a file names; may be repeated', keyedFiles, {})
      .action((flow: string, options: Options) =>
        run(async (context) => {
          const answer = isId(flow)
            ? await (await openApi(context, options)).call(API.validateFlow, { params: { id: flow } })
            : await validateFile(context, flow, options);
          writeAnswer(context, options, answer, () => renderValidation(answer));
          return answer.valid ? 0 : 1;
        }),
      );
  },
};

async function validateFile({ cwd }: CliContext, file: string, { subflow }: Options): Promise<Validation> {
  const compiled = await compileFlowFile(cwd, file, subflow);
  const { ok, warnings } = compiled;
  return { valid: ok, faults: ok ? [] : compiled.faults, warnings };
}

function renderValidation({ valid, faults, warnings }: Validation): string {
  return [
    ...findingLines(faults),
    ...findingLines(warnings).map((line) => `warning  ${line}`),
    valid ? 'valid' : `not valid: ${faults.length} faults`,
  ].join('\n');
}
